/** Pictures of screens that show a credential. */
import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { colourAt, decodePicture } from "../../controller/consent/picture.ts";
import { withoutSecrets } from "../../controller/secret-picture.ts";
import { SecretFilter } from "../../trace/secret-filter.ts";

const SECRET = 'open-"sesame"&77';
const filter = new SecretFilter();
filter.add(SECRET);
const count = (text: string): number => filter.count(text);

const [WIDTH, HEIGHT] = [40, 60];
const PNG = Buffer.from(
  encode({ width: WIDTH, height: HEIGHT, channels: 3, data: new Uint8Array(WIDTH * HEIGHT * 3).fill(200) }),
);
const escaped = SECRET.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
const source = (attributes: string, bounds = "[10,20][30,30]"): string =>
  `<hierarchy><node class="a.B" text="title" bounds="[0,0][40,10]"/><node class="a.B" ${attributes} bounds="${bounds}"/></hierarchy>`;

/** First and last covered pixel on each axis. */
function covered(png: Buffer | null): number[] | null {
  const picture = png && decodePicture(png);
  if (!picture) return null;
  const black: [number, number][] = [];
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) if (colourAt(picture, x, y)[0] === 0) black.push([x, y]);
  const [xs, ys] = [black.map(([x]) => x), black.map(([, y]) => y)];
  return black.length === 0 ? [] : [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

describe("a picture of a credential", () => {
  it.each([
    ["text", `text="${escaped}"`],
    ["a description that holds it, encoded", `content-desc="at ${encodeURIComponent(SECRET)}"`],
    ["text and description", `text="${escaped}" content-desc="${escaped}"`],
  ])("is covered where the source says that it is shown: %s", (_, attributes) => {
    expect(covered(withoutSecrets(PNG, [source(attributes)], count))).toEqual([6, 16, 33, 33]);
  });

  it("is covered in both places where it moved meanwhile, and up to the edge of the picture", () => {
    const sources = [source(`text="${escaped}"`), source(`text="${escaped}"`, "[30,40][50,70]")];
    expect(covered(withoutSecrets(PNG, sources, count))).toEqual([6, 16, 39, 59]);
  });

  it("is as it was where none is shown", () => {
    expect(withoutSecrets(PNG, [source('text="title"')], count)).toBe(PNG);
  });

  it.each([
    ["it stands where nothing tells what shows it", `tooltip="${escaped}" text="${escaped}"`, PNG],
    ["the picture cannot be read", `text="${escaped}"`, Buffer.from("no picture")],
  ])("is none at all where %s", (_, attributes, png) => {
    expect(withoutSecrets(png, [source(attributes)], count)).toBeNull();
  });
});
