/** The smallest file that a reader of MMDB takes: one IPv4 network with one value, everything else unknown. */

type Value = string | number | { [key: string]: Value };

const META_MARKER = Buffer.from("\xab\xcd\xefMaxMind.com", "latin1");

/** @param firstByte of the network, which is a /8. */
export function smallMmdb(firstByte: number, value: Value): Buffer {
  const bits = 8;
  const nodeCount = bits;
  const nothing = nodeCount;
  const found = nodeCount + 16;
  const tree = Buffer.alloc(nodeCount * 6);
  for (let depth = 0; depth < bits; depth++) {
    const one = (firstByte >> (bits - 1 - depth)) & 1;
    const next = depth === bits - 1 ? found : depth + 1;
    tree.writeUIntBE(one ? nothing : next, depth * 6, 3);
    tree.writeUIntBE(one ? next : nothing, depth * 6 + 3, 3);
  }
  const meta = {
    ...{ node_count: nodeCount, record_size: 24, ip_version: 4, database_type: "Test" },
    ...{ binary_format_major_version: 2, binary_format_minor_version: 0, build_epoch: 1 },
  };
  return Buffer.concat([tree, Buffer.alloc(16), encoded(value), META_MARKER, encoded(meta)]);
}

function encoded(value: Value): Buffer {
  if (typeof value === "string") {
    const text = Buffer.from(value);
    return Buffer.concat([Buffer.from([(2 << 5) | text.length]), text]);
  }
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(value);
    return Buffer.concat([Buffer.from([(6 << 5) | 4]), number]);
  }
  if (typeof value === "number") {
    const number = Buffer.alloc(8);
    number.writeDoubleBE(value);
    return Buffer.concat([Buffer.from([(3 << 5) | 8]), number]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([
    Buffer.from([(7 << 5) | entries.length]),
    ...entries.flatMap(([key, each]) => [encoded(key), encoded(each)]),
  ]);
}
