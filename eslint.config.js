import js from "@eslint/js";
import tseslint from "typescript-eslint";
import { roomRule } from "./bootstrap/lint/room-rule.js";

const NODE_GLOBALS = Object.fromEntries(
  ["process", "console", "Buffer", "URL", "setTimeout", "clearTimeout", "setInterval", "clearInterval"].map((name) => [
    name,
    "readonly",
  ]),
);

export default tseslint.config(
  { ignores: ["node_modules/", "runs/", ".tools/", "scenarios/**/build/", "**/*.d.ts"] },
  js.configs.recommended,
  { plugins: { house: { rules: { rooms: roomRule } } }, rules: { "house/rooms": "error" } },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { globals: NODE_GLOBALS },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // A forgotten await loses errors, and here an error lost is evidence lost.
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      // Node erases only what says that it is a type. (The compiler's own check for this stumbles over a dependency
      // that ships TypeScript sources.)
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    // A test that meets nothing where it was sure of something fails, which is what it is for.
    files: ["test/**/*.ts", "bench/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    rules: {
      "no-empty": ["error", { allowEmptyCatch: false }],
      // Text from an app is searched for control characters in many places.
      "no-control-regex": "off",
      eqeqeq: "error",
    },
  },
);
