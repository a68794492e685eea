// A service for all six stages, written from contracts/schemas and the documents alone.
// Usage: PLANNING_SECRET=whsec_... node service.mjs; it prints its port.

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { deflateSync } from "node:zlib";

const SECRET = Buffer.from(process.env.PLANNING_SECRET.replace(/^whsec_/, ""), "base64");
const SIZES = { "x.post": [1200, 674], "instagram.feed": [1080, 1350] };
const answered = new Map();
const published = new Map();

// Of every chunk of a PNG (RFC 2083, section 15); Node 20 has none of its own.
function crc32(data) {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const sha256 = (data) => createHash("sha256").update(data).digest("hex");

function isGenuine(headers, body) {
  const id = headers["webhook-id"];
  const at = headers["webhook-timestamp"];
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const wanted = createHmac("sha256", SECRET).update(`${id}.${at}.`).update(body).digest();
  return headers["webhook-signature"].split(" ").some((one) => {
    const given = Buffer.from(one.replace(/^v1,/, ""), "base64");
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

function png(width, height, colors) {
  const chunk = (name, data) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    const body = Buffer.concat([Buffer.from(name), data]);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crc32(body));
    return Buffer.concat([head, body, tail]);
  };
  const bands = colors.map((color) => {
    const pixel = Buffer.from(color.slice(1), "hex");
    const row = Buffer.concat([Buffer.from([0]), ...Array(width).fill(pixel)]);
    return Buffer.concat(Array(height / colors.length).fill(row));
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(bands))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const stages = {
  radar: (order) => ({ report: { documents: (order.files ?? []).length } }),

  strategy({ request, execution_id }) {
    const channels = [...new Set(request.channels.map((plan) => plan.channel))];
    const share = Math.floor((request.budget.total * 100) / channels.length) / 100;
    return {
      brief: {
        brief_id: execution_id,
        target_audience: request.audience,
        core_message: request.core_message,
        channels,
        budget_allocation: Object.fromEntries(channels.map((channel) => [channel, share])),
        do_not_do: request.do_not_do ?? [],
        tone_guard: request.tone_guard ?? {},
        platform_constraints: request.platform_constraints ?? {},
      },
    };
  },

  content(order) {
    const [width, height] = SIZES[`${order.channel}.${order.placement}`];
    const { background = "#FFFFFF", accent = "#1F4E79" } = order.brand;
    const picture = png(width, height, [background, accent]);
    const said = order.brief.core_message;
    const asset = {
      channel: order.channel,
      placement: order.placement,
      revision: order.revision ?? 0,
      sha256: sha256(picture),
      size_bytes: picture.length,
      media_type: "image/png",
      width,
      height,
      text: {
        headline: said,
        call_to_action: order.call_to_action,
        body: `${said}. ${order.call_to_action}: ${order.landing_url}`,
      },
      alt_text: said,
      link: order.landing_url,
      language: order.language,
    };
    const data = picture.toString("base64");
    return {
      assets: [asset],
      files: [{ sha256: asset.sha256, media_type: "image/png", data }],
    };
  },

  audit: (order) => ({
    checks: order.files.map((file) => ({
      check_id: "node_digest",
      result: sha256(Buffer.from(file.data, "base64")) === file.sha256 ? "PASS" : "FAIL",
      reason_code: null,
      severity: "CRITICAL",
      evidence: {},
    })),
  }),

  learn: (order) => ({ report: { without_metrics: order.places } }),
};

function answer(stage, key, body) {
  const order = JSON.parse(body);
  const own = { step_key: order.step_key, execution_id: order.execution_id };
  if (order.revision !== undefined) own.revision = order.revision;
  if (!answered.has(key)) answered.set(key, JSON.stringify({ ...own, ...stages[stage](order) }));
  return answered.get(key);
}

function publish(key, body) {
  const post = JSON.parse(body);
  if (!published.has(key)) published.set(key, { posts: 0, text: post.assets[0].text.body });
  published.get(key).posts = 1; // one publication per key, however often it is posted
  return JSON.stringify({ id: `node-${key.slice(0, 8)}`, key });
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const stage = request.url.slice(1);
  if (request.method === "GET" && stage === "book") {
    response.end(JSON.stringify([...published.values()]));
    return;
  }
  if (request.method !== "POST" || (stage !== "publish" && !(stage in stages))) {
    response.writeHead(404).end();
    return;
  }
  if (!isGenuine(request.headers, body)) {
    response.writeHead(401).end();
    return;
  }
  const key = request.headers["idempotency-key"];
  const said = stage === "publish" ? publish(key, body) : answer(stage, key, body);
  response.writeHead(200, { "content-type": "application/json" }).end(said);
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
