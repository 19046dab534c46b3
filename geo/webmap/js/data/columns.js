/* Columns: the file of geo.webmap.container as typed arrays over one buffer. */

/** @type {Record<string, new (buffer: ArrayBuffer, start: number, size: number) => Numbers>} */
const KINDS = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u16: Uint16Array,
  u8: Uint8Array,
};
const MAGIC = "ATLC";

/** @param {ArrayBuffer} buffer @returns {Columns} */
export function read(buffer) {
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, 4));
  if (magic !== MAGIC) throw new Error("not a file of columns");
  const length = new DataView(buffer).getUint32(4, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 8, length));
  /** @type {Pick<Columns, "texts" | "values"> & { arrays: Record<string, [string, number, number]> }} */
  const header = JSON.parse(text);
  /** @type {Record<string, Numbers>} */
  const arrays = {};
  for (const [name, [kind, start, size]] of Object.entries(header.arrays)) {
    arrays[name] = new KINDS[kind](buffer, 8 + length + start, size);
  }
  return { arrays, texts: header.texts, values: header.values };
}

/** Columns from an address, from bytes, or from a function that gives one of the two. @param {Source} source */
export async function load(source) {
  const given = typeof source === "function" ? await source() : source;
  if (given instanceof ArrayBuffer) return read(given);
  if (ArrayBuffer.isView(given)) {
    const { buffer, byteOffset, byteLength } = given;
    return read(/** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength)));
  }
  const answer = await fetch(String(given), { cache: "force-cache" });
  if (!answer.ok) throw new Error("status " + answer.status);
  return read(await answer.arrayBuffer());
}
