/** Reads class files out of a JDK's module image (`lib/modules`, the jimage format of JEP 220). */
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";

const MAGIC = 0xcafedada;
const HEADER_BYTES = 28;
const COMPRESSED_MAGIC = 0xcafefafa;
const COMPRESSED_HEADER_BYTES = 29;
/** Numbers of a location's attributes. */
const END = 0;
const PARENT = 2;
const BASE = 3;
const EXTENSION = 4;
const OFFSET = 5;
const COMPRESSED = 6;
const UNCOMPRESSED = 7;

/** Bytes of the named classes (`java.lang.Runtime`), as far as the image has them. */
export function classesOfImage(file: string, names: ReadonlySet<string>): Map<string, Uint8Array> {
  const image = readFileSync(file);
  if (image.readUInt32LE(0) !== MAGIC) throw new RangeError(`${file}: not a module image`);
  const [tableLength, locationsSize, stringsSize] = [16, 20, 24].map((at) => image.readUInt32LE(at)) as [
    number,
    number,
    number,
  ];
  const offsets = HEADER_BYTES + tableLength * 4;
  const locations = offsets + tableLength * 4;
  const strings = locations + locationsSize;
  const data = strings + stringsSize;
  const text = (at: number): string => image.toString("utf8", strings + at, image.indexOf(0, strings + at));
  const found = new Map<string, Uint8Array>();
  for (let i = 0; i < tableLength; i++) {
    const attributes = readAttributes(image, locations + image.readUInt32LE(offsets + i * 4));
    if (text(attributes[EXTENSION] ?? 0) !== "class") continue;
    const name = `${text(attributes[PARENT] ?? 0)}/${text(attributes[BASE] ?? 0)}`.replaceAll("/", ".");
    if (!names.has(name)) continue;
    const start = data + (attributes[OFFSET] ?? 0);
    const packed = attributes[COMPRESSED] ?? 0;
    found.set(
      name,
      packed === 0 ? image.subarray(start, start + (attributes[UNCOMPRESSED] ?? 0)) : unpack(image, start, packed),
    );
  }
  return found;
}

function readAttributes(image: Buffer, from: number): number[] {
  const values: number[] = [];
  for (let at = from; ;) {
    const head = image.readUInt8(at++);
    const kind = head >> 3;
    if (kind === END) return values;
    const bytes = (head & 7) + 1;
    let value = 0;
    for (let i = 0; i < bytes; i++) value = value * 256 + image.readUInt8(at++);
    values[kind] = value;
  }
}

function unpack(image: Buffer, start: number, length: number): Uint8Array {
  if (image.readUInt32LE(start) !== COMPRESSED_MAGIC) throw new RangeError("a packed class without its header");
  return inflateSync(image.subarray(start + COMPRESSED_HEADER_BYTES, start + length));
}
