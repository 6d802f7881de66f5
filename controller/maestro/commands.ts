/** The commands of Maestro that run here, and what each becomes. Everything else is refused by name. */
import { z } from "zod";
import type { Action, Condition, Step } from "../scenario/action-schema.ts";
import { KEYS, type Key } from "../scenario/action-schema.ts";
import { didYouMean, strict } from "../scenario/strict.ts";
import { commonShape, maestroSelector, maestroTap, maestroTarget } from "./selectors.ts";

const MAX_TEXT = 2000;
/** Maestro counts time in milliseconds, bare or as text. */
const msSchema = z.coerce.number().int().min(0).max(24 * 3600 * 1000); // prettier-ignore
/** How long Maestro looks for what must be there. */
const LOOKUP_MS = 17_000;
const countSchema = z.coerce.number().int().min(1).max(1000);
const directionSchema = z.preprocess(
  (value) => (typeof value === "string" ? value.toLowerCase() : value),
  z.enum(["down", "up", "left", "right"]),
);
/** A command that stands alone. */
const bare = z.null().transform(() => ({}));
const nothing = z.union([bare, strict({ label: commonShape.label }).transform(() => ({}))]);
const labelled = { label: commonShape.label };

const whenSchema: z.ZodType<Condition, unknown> = strict({
  visible: maestroSelector.optional(),
  notVisible: maestroSelector.optional(),
  platform: z
    .preprocess((value) => (typeof value === "string" ? value.toLowerCase() : value), z.enum(["android", "ios"]))
    .optional(),
});

const commandsSchema: z.ZodType<Step[], unknown> = z.lazy(() => z.array(commandSchema).max(500));

/** `stopApp` and the like may name the app; only the app under test can be meant. */
const appSchema = z
  .union([bare, z.string().max(200), strict({ appId: z.string().max(200).optional(), ...labelled })])
  .transform(() => ({}));

const launchSchema = z.union([
  bare,
  z
    .string()
    .max(200)
    .transform(() => ({})),
  strict({
    appId: z.string().max(200).optional(),
    stopApp: z.boolean().optional(),
    clearState: z
      .literal(false, { error: "each branch starts from a fresh install, and consent was walked before: remove it" })
      .optional(),
    ...labelled,
  }).transform(({ stopApp }) => ({ stopApp })),
]);

const typedSchema = z.union([
  z.string().max(MAX_TEXT),
  strict({ text: z.string().max(MAX_TEXT), ...labelled }).transform(({ text }) => text),
]);

const pressSchema = z
  .union([z.string(), strict({ key: z.string(), ...labelled }).transform(({ key }) => key)])
  .transform((key, context): Key => {
    const name = key.toLowerCase();
    if (name in KEYS) return name as Key;
    context.addIssue({
      code: "custom",
      message: `key "${key}" is not there${didYouMean(key, Object.keys(KEYS))} (there are ${Object.keys(KEYS).join(", ")})`,
    });
    return z.NEVER;
  });

const waitSchema = strict({
  visible: maestroSelector.optional(),
  notVisible: maestroSelector.optional(),
  timeout: msSchema.default(LOOKUP_MS),
  ...commonShape,
}).transform(({ label: _, ...wait }) => wait);

const swipeSchema = z.union([
  strict({ direction: directionSchema, from: maestroSelector.optional(), duration: msSchema.optional(), ...labelled }),
  strict({ start: z.string().max(40), end: z.string().max(40), duration: msSchema.optional(), ...labelled }),
]);

const envSchema = z.record(z.string(), z.coerce.string().max(MAX_TEXT)).optional();
const runFlowSchema = z.union([
  z
    .string()
    .max(1000)
    .transform((file) => ({ file, commands: [] as Step[] })),
  strict({
    file: z.string().max(1000).optional(),
    commands: commandsSchema.default([]),
    when: whenSchema.optional(),
    env: envSchema,
    ...labelled,
  }).refine((flow) => (flow.file === undefined) !== (flow.commands.length === 0), {
    error: "runFlow needs either `file` or `commands`",
  }),
]);

const repeatSchema = strict({
  times: countSchema.optional(),
  while: whenSchema.optional(),
  commands: commandsSchema,
  ...labelled,
}).refine((loop) => loop.times !== undefined || loop.while !== undefined, { error: "repeat needs `times` or `while`" });

interface Command {
  schema: z.ZodType;
  /** Our verb for it. */
  verb: string;
  /** What is to be known about it, for the documentation. */
  note: { zh: string; en: string };
}

const plainNote = { zh: "", en: "" };

export const MAESTRO_COMMANDS: Readonly<Record<string, Command>> = {
  launchApp: {
    schema: launchSchema,
    verb: "launchApp",
    note: {
      zh: "先结束再启动（stopApp: false 则只切到前台）；不支持 clearState: true、permissions、arguments",
      en: "ends the app first (stopApp: false: only brings it to the front); no clearState: true, permissions, arguments",
    },
  },
  stopApp: { schema: appSchema, verb: "kill", note: { zh: "结束进程，数据保留", en: "ends the process, data kept" } },
  killApp: { schema: appSchema, verb: "kill", note: { zh: "同 stopApp", en: "as stopApp" } },
  tapOn: {
    schema: maestroTap,
    verb: "tapOn",
    note: { zh: "选择器、point、optional、label", en: "selectors, point, optional, label" },
  },
  doubleTapOn: { schema: maestroTap, verb: "doubleTapOn", note: plainNote },
  longPressOn: { schema: maestroTap, verb: "longPressOn", note: plainNote },
  inputText: {
    schema: typedSchema,
    verb: "inputText",
    note: { zh: "输入内容不入证据", en: "the text is not kept as evidence" },
  },
  eraseText: {
    schema: z.union([
      bare,
      countSchema,
      strict({ charactersToErase: countSchema, ...labelled }).transform((erase) => erase.charactersToErase),
    ]),
    verb: "eraseText",
    note: plainNote,
  },
  assertVisible: { schema: maestroTarget, verb: "assertVisible", note: { zh: "最多等 10 秒", en: "waits up to 10 s" } },
  assertNotVisible: {
    schema: maestroTarget,
    verb: "assertNotVisible",
    note: { zh: "最多等 10 秒", en: "waits up to 10 s" },
  },
  extendedWaitUntil: { schema: waitSchema, verb: "extendedWaitUntil", note: { zh: "毫秒", en: "milliseconds" } },
  waitForAnimationToEnd: {
    schema: z.union([
      bare,
      strict({ timeout: msSchema.optional(), ...labelled }).transform(({ timeout }) => ({ timeout })),
    ]),
    verb: "waitForAnimationToEnd",
    note: plainNote,
  },
  scroll: { schema: nothing, verb: "scroll", note: plainNote },
  scrollUntilVisible: {
    schema: strict({
      element: maestroSelector,
      direction: directionSchema.default("down"),
      timeout: msSchema.default(20_000),
      speed: z.coerce.number().optional(),
      ...labelled,
    }).transform(({ element, direction, timeout }) => ({ element, direction, timeout })),
    verb: "scrollUntilVisible",
    note: {
      zh: "speed 接受但不起作用；不支持 visibilityPercentage、centerElement",
      en: "speed is taken and has no effect; no visibilityPercentage, centerElement",
    },
  },
  swipe: { schema: swipeSchema, verb: "swipe", note: { zh: "方向或起止点", en: "direction, or start and end" } },
  back: { schema: nothing, verb: "back", note: plainNote },
  hideKeyboard: { schema: nothing, verb: "hideKeyboard", note: plainNote },
  pressKey: {
    schema: pressSchema,
    verb: "pressKey",
    note: { zh: Object.keys(KEYS).join("、"), en: Object.keys(KEYS).join(", ") },
  },
  openLink: {
    schema: z.union([
      z.string().max(MAX_TEXT),
      strict({ link: z.string().max(MAX_TEXT), ...labelled }).transform(({ link }) => link),
    ]),
    verb: "openLink",
    note: plainNote,
  },
  setLocation: {
    schema: strict({
      latitude: z.coerce.number().min(-90).max(90),
      longitude: z.coerce.number().min(-180).max(180),
      ...labelled,
    }).transform(({ latitude, longitude }) => ({ latitude, longitude })),
    verb: "setLocation",
    note: plainNote,
  },
  takeScreenshot: {
    schema: z.union([
      z.string().max(200),
      strict({ path: z.string().max(200), ...labelled }).transform(({ path }) => path),
    ]),
    verb: "takeScreenshot",
    note: { zh: "存入本次运行的证据", en: "kept among the run's evidence" },
  },
  runFlow: {
    schema: runFlowSchema,
    verb: "runFlow",
    note: {
      zh: "file 或 commands；when: visible / notVisible / platform；env",
      en: "file or commands; when: visible, notVisible, platform; env",
    },
  },
  repeat: {
    schema: repeatSchema,
    verb: "repeat",
    note: { zh: "times、while: visible / notVisible", en: "times, while: visible, notVisible" },
  },
};

/** Names of Maestro's that are known and not done here; a message can then say more than "unknown". */
const REFUSED = new Set([
  "addMedia", "assertNoDefectsWithAI", "assertTrue", "assertWithAI", "clearKeychain", "clearState", "copyTextFrom", "evalScript",
  "extractTextWithAI", "inputRandomEmail", "inputRandomNumber", "inputRandomPersonName", "inputRandomText", "pasteText", "retry",
  "runScript", "setAirplaneMode", "setClipboard", "setOrientation", "startRecording", "stopRecording", "toggleAirplaneMode", "travel",
]); // prettier-ignore

export const SUPPORTED = Object.keys(MAESTRO_COMMANDS);

/** One command; the mistake is told by hand, because a union of all commands would say nothing. */
export const commandSchema: z.ZodType<Step, unknown> = z.unknown().transform((value, context): Step => {
  const fail = (path: PropertyKey[], message: string): Step => {
    context.addIssue({ code: "custom", path, message });
    return z.NEVER;
  };
  const isWord = typeof value === "string";
  if (!isWord && (typeof value !== "object" || value === null || Array.isArray(value))) {
    return fail([], "a command is a word or one key with what it takes");
  }
  const keys = isWord ? [value] : Object.keys(value);
  const [name = "", extra] = keys;
  if (extra !== undefined) return fail([], `"${extra}" beside "${name}": one command an entry`);
  const command = Object.hasOwn(MAESTRO_COMMANDS, name) ? MAESTRO_COMMANDS[name] : undefined;
  if (command === undefined) return fail([], refusal(name));
  const parsed = command.schema.safeParse(isWord ? null : (value as Record<string, unknown>)[name]);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      context.issues.push({ ...issue, path: isWord ? issue.path : [name, ...issue.path], input: value } as never);
    }
    return z.NEVER;
  }
  return { [command.verb]: parsed.data } as unknown as Action;
});

function refusal(name: string): string {
  const known = REFUSED.has(name)
    ? `"${name}" is not carried out here`
    : `"${name}" is no command of Maestro known here`;
  return `${known}${didYouMean(name, SUPPORTED)}; supported: ${SUPPORTED.join(", ")}`;
}
