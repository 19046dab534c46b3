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

/** Whole numbers as wide as others. */
const WHOLE = [, Uint8Array, Uint16Array, , Uint32Array];

/** An array of the file: a view of it, or unfolded from planes of bytes (1) and differences (2). @param {ArrayBuffer} buffer @param {string} kind @param {number} start @param {number} size @param {number} how */
function array(buffer, kind, start, size, how = 0) {
  const wide = /** @type {any} */ (KINDS[kind]).BYTES_PER_ELEMENT;
  if (!how) return new KINDS[kind](buffer, start, size);
  const laid = new Uint8Array(buffer, start, size * wide);
  const bytes = laid.slice();
  if (how & 1)
    for (let b = 0, from = 0; b < wide; b++)
      for (let to = b; to < bytes.length; to += wide) bytes[to] = laid[from++];
  const numbers = how & 2 ? new /** @type {any} */ (WHOLE[wide])(bytes.buffer) : [];
  for (let i = 0, last = 0; i < numbers.length; i++)
    numbers[i] = last += (numbers[i] >>> 1) ^ -(numbers[i] & 1);
  return new KINDS[kind](bytes.buffer, 0, size);
}

/** @param {ArrayBuffer} buffer @returns {Columns} */
export function read(buffer) {
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, 4));
  if (magic !== MAGIC) throw new Error("not a file of columns");
  const length = new DataView(buffer).getUint32(4, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 8, length));
  /** @type {Pick<Columns, "texts" | "values"> & { arrays: Record<string, [string, number, number, number?]> }} */
  const header = JSON.parse(text);
  /** @type {Record<string, Numbers>} */
  const arrays = {};
  for (const [name, [kind, start, size, how]] of Object.entries(header.arrays)) {
    arrays[name] = array(buffer, kind, 8 + length + start, size, how);
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
