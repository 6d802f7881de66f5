/**
 * Frames between the controller and a Frida child on its stdin and stdout:
 * 4 bytes big-endian length of the rest, 1 byte kind, 4 bytes big-endian session number, body (UTF-8).
 * Kind `C` is a control message (JSON), kind `M` the untouched JSON text of one script message.
 */

export const FRAME_HEADER_BYTES = 9;
/** Beyond this a length is taken for a broken stream, not for a message. */
export const MAX_FRAME_BYTES = 128 << 20;

export type FrameKind = "C" | "M";
export interface Frame {
  kind: FrameKind;
  session: number;
  body: Buffer;
}

/** Encodes one frame. */
export function encodeFrame(kind: FrameKind, session: number, text: string): Buffer {
  const size = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + size);
  frame.writeUInt32BE(size + FRAME_HEADER_BYTES - 4, 0);
  frame[4] = kind.charCodeAt(0);
  frame.writeUInt32BE(session, 5);
  frame.write(text, FRAME_HEADER_BYTES);
  return frame;
}

/** Cuts a byte stream into frames; chunks are joined once per frame, not once per chunk. */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  #chunks: Buffer[] = [];
  #have = 0;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  /** Takes the next bytes; throws RangeError when the stream cannot be frames. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    while (this.#have >= 4) {
      const need = 4 + this.#peekLength();
      if (need < FRAME_HEADER_BYTES || need > MAX_FRAME_BYTES) throw new RangeError(`frame of ${need} bytes`);
      if (this.#have < need) return;
      const all = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks, this.#have);
      const rest = all.subarray(need);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#have = rest.length;
      const kind = all[4] === 0x4d ? "M" : "C";
      this.#onFrame({ kind, session: all.readUInt32BE(5), body: all.subarray(FRAME_HEADER_BYTES, need) });
    }
  }

  #peekLength(): number {
    const first = this.#chunks[0] as Buffer;
    if (first.length >= 4) return first.readUInt32BE(0);
    this.#chunks = [Buffer.concat(this.#chunks, this.#have)];
    return (this.#chunks[0] as Buffer).readUInt32BE(0);
  }
}
