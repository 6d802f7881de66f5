import path from "node:path";

/**
 * Which room may import which. A value is a list of rooms, or of single files of a room. `types` names rooms of which
 * only types may be imported. A folder that is no room may not be imported by a room.
 */
export const ROOMS = {
  catalogue: { may: [] },
  trace: { may: ["catalogue"] },
  // The wire's limits are values, and both ends of it must hold the same ones.
  agent: { may: ["catalogue", "trace/frame.ts", "trace/counter-layout.ts"], types: ["trace"] },
  handset: { may: [] },
  // Whoever attaches must load the agent's bundle.
  controller: { may: ["trace", "catalogue", "agent/build.ts"] },
  rules: { may: ["trace", "catalogue"] },
  reports: { may: ["rules/result-schema.ts", "trace"] },
  cli: { may: ["bootstrap", "catalogue", "trace", "agent", "handset", "controller", "rules", "reports", "scenarios"] },
  bootstrap: { may: ["handset/build.mjs", "agent/helper/stamp.mjs"] },
  // Scenario code is data apart from the script that builds the demo apps, which needs the compiler's place.
  scenarios: { may: ["controller/toolchain.ts"] },
};

/** Says why `from` (a path relative to the root) may not import `to`, or nothing if it may. */
export function forbiddenImport(from, to, typeOnly) {
  const room = from.split("/")[0];
  const other = to.split("/")[0];
  const rule = ROOMS[room];
  if (!rule || room === other) return undefined;
  if (rule.may.includes(other) || rule.may.includes(to)) return undefined;
  if (rule.types?.includes(other)) {
    return typeOnly ? undefined : `${room}/ may import only types from ${other}/ (write "import type").`;
  }
  const allowed = [...rule.may, ...(rule.types ?? []).map((one) => `${one} (types)`)].join(", ") || "no other room";
  return `${room}/ may not import ${other}/; it may import: ${allowed}.`;
}

function isTypeOnly(node) {
  if (node.importKind === "type" || node.exportKind === "type" || node.type === "TSImportType") return true;
  const named = node.specifiers ?? [];
  return named.length > 0 && named.every((one) => one.importKind === "type" || one.exportKind === "type");
}

/** ESLint rule: relative imports stay inside what `ROOMS` allows, however they are written. */
export const roomRule = {
  meta: { type: "problem", docs: { description: "one direction between rooms" }, schema: [] },
  create(context) {
    const from = path.relative(context.cwd, context.filename).split(path.sep).join("/");
    const check = (node, source) => {
      if (typeof source?.value !== "string" || !source.value.startsWith(".")) return;
      const target = path.resolve(path.dirname(context.filename), source.value);
      const to = path.relative(context.cwd, target).split(path.sep).join("/");
      const message = forbiddenImport(from, to, isTypeOnly(node));
      if (message) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal),
    };
  },
};
