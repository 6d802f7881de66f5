import { crc32, deflateSync } from "node:zlib";
import { DISPLAY } from "./device.ts";

/** What is on the screen while no app is: a home screen without icons, as the handset process shows it, too. */
const HOME =
  '<android.widget.FrameLayout index="0" package="com.android.launcher3" class="android.widget.FrameLayout" text="" ' +
  'resource-id="com.android.launcher3:id/launcher" bounds="[0,0][720,1280]" displayed="true"/>';
export const HOME_SOURCE =
  `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>` +
  `<hierarchy index="0" class="hierarchy" rotation="0" width="720" height="1280">${HOME}</hierarchy>`;

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Header fields after the size: 8 bits a sample, greyscale, the only compression and filter there are, not interlaced. */
const GREYSCALE = [8, 0, 0, 0, 0];

/** Screenshot of the home screen: one colour, as base64 PNG. */
export function homeScreenshot(): string {
  const { width, height } = DISPLAY;
  const header = Buffer.alloc(8);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Each row starts with its filter byte; a picture of zeros is black.
  const pixels = deflateSync(Buffer.alloc((width + 1) * height));
  return Buffer.concat([
    PNG_SIGNATURE,
    chunk("IHDR", Buffer.concat([header, Buffer.from(GREYSCALE)])),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]).toString("base64");
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
