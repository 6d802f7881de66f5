/** Compares a path with patterns, in one walk over its segments. */

/** `*` in a segment is any text without `/`; a last `**` is anything below. */
export type PathPattern = (segments: readonly string[]) => boolean;

/** Segments of an absolute path, `.` and `..` worked out; null for a relative one. */
export function pathSegments(path: string): string[] | null {
  if (!path.startsWith("/")) return null;
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") segments.pop();
    else segments.push(segment);
  }
  return segments;
}

export function pathPattern(pattern: string): PathPattern {
  const wanted = pattern.split("/").filter((segment) => segment !== "");
  const below = wanted.at(-1) === "**";
  if (below) wanted.pop();
  return (segments) =>
    (below ? segments.length > wanted.length : segments.length === wanted.length) &&
    wanted.every((part, i) => segmentFits(part, segments[i] as string));
}

function segmentFits(pattern: string, segment: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === segment;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return segment.length >= head.length + tail.length && segment.startsWith(head) && segment.endsWith(tail);
}
