// Bluesky's own servers: a directory of identities, and a personal data server with one account.
// Says on one line of JSON where it is and what opens it, and ends with the process that began it.

import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { join } from "node:path";

const [installed, folder] = process.argv.slice(2);
const require = createRequire(join(installed, "package.json"));
const { PDS, envToCfg, envToSecrets, readEnv } = require("@atproto/pds");
const { Database, PlcServer } = require("@did-plc/server");

const freePort = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

const secret = () => randomBytes(32).toString("hex");
const [directory, port] = [await freePort(), await freePort()];
await PlcServer.create({ db: Database.mock(), port: directory }).start();

Object.assign(process.env, {
  LOG_ENABLED: "false",
  PDS_HOSTNAME: "localhost",
  PDS_PORT: String(port),
  PDS_DEV_MODE: "true",
  PDS_JWT_SECRET: secret(),
  PDS_ADMIN_PASSWORD: secret(),
  PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: secret(),
  PDS_DATA_DIRECTORY: folder,
  PDS_BLOBSTORE_DISK_LOCATION: join(folder, "blobs"),
  PDS_DID_PLC_URL: `http://localhost:${directory}`,
  PDS_SERVICE_HANDLE_DOMAINS: ".test",
  PDS_INVITE_REQUIRED: "false",
  PDS_CRAWLERS: "",
  PDS_RATE_LIMITS_ENABLED: "false",
});
const env = readEnv();
const server = await PDS.create(envToCfg(env), envToSecrets(env));
await server.start();

const url = `http://127.0.0.1:${port}`;
const call = async (name, body, token) => {
  const answer = await fetch(`${url}/xrpc/com.atproto.server.${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};
const [handle, account] = ["tostadores.test", secret()];
const { did, accessJwt } = await call("createAccount", {
  handle, email: "tostadores@example.test", password: account,
});
const { password } = await call("createAppPassword", { name: "phoenix" }, accessJwt);
console.log(JSON.stringify({ url, handle, did, password, account }));

process.stdin.resume().on("end", () => process.exit());
