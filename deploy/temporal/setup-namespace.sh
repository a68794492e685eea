#!/bin/sh
# Creates the namespace and the search attributes, where they are missing.
set -eu

tries=0
until temporal operator cluster health >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -ge 30 ]; then
        echo "Temporal at $TEMPORAL_ADDRESS is not healthy after 60 s" >&2
        exit 1
    fi
    sleep 2
done
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
# A new namespace takes some seconds until every part of the server knows it.
tries=0
until known=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" 2>/dev/null); do
    tries=$((tries + 1))
    if [ "$tries" -ge 30 ]; then
        echo "the namespace $TEMPORAL_NAMESPACE does not list its search attributes after 60 s" >&2
        exit 1
    fi
    sleep 2
done
for attribute in \
    PhoenixTenant:Keyword \
    PhoenixCampaign:Keyword \
    PhoenixState:Keyword \
    PhoenixReason:Keyword \
    PhoenixChannels:KeywordList \
    PhoenixAwaitingReview:Bool; do
    name=${attribute%%:*}
    case $known in
        *"$name"*) continue ;;
    esac
    temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
        --name "$name" --type "${attribute##*:}"
done
