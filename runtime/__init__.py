"""How Phoenix meets a machine: settings, connection, embedded server, wiring."""
