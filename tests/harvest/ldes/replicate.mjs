// Replicate an event stream once: node replicate.mjs URL STATE-FOLDER
// Prints one object of JSON: {members: [{id, quads}], requests: [{url, status, bytes}]}. `bytes` are those of an
// answer's headers and of its body as it was sent: compressed, where it says its length, else as it was read.
import { enhanced_fetch, intoConfig, replicateLDES } from "ldes-client";
import { Writer } from "n3";

const [url, statePath] = process.argv.slice(2);
const requests = [];

async function counted(input, init) {
  const answer = await fetch(input, init);
  const head = [...answer.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  const body = answer.headers.get("content-length") ?? (await answer.clone().arrayBuffer()).byteLength;
  requests.push({ url: answer.url, status: answer.status, bytes: head + Number(body) });
  return answer;
}

const client = replicateLDES(intoConfig({ url, statePath, fetch: enhanced_fetch({}, counted) }));
const writer = new Writer({ format: "N-Quads" });
const members = [];
for await (const { id, quads } of client.stream({ highWaterMark: 10 })) {
  members.push({ id: id.value, quads: writer.quadsToString(quads) });
}
console.log(JSON.stringify({ members, requests }));
