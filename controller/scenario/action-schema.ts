/** The verbs of a scenario. Those that Maestro has carry its names; the others are this tool's own. */
import { z } from "zod";
import { loadDataTypes } from "../../catalogue/data-types.ts";
import { durationSchema } from "./duration.ts";
import { referencesIn } from "./secrets.ts";
import { pointSchema, selectorSchema, tapSchema, targetSchema, type Selector } from "./selector-schema.ts";
import { strict } from "./strict.ts";

const MAX_STEPS = 500;
const MAX_TEXT = 2000;
/** A loop that a scenario may ask for; the budget of the run ends it earlier. */
const MAX_REPEATS = 1000;

/** A data type of the catalogue; editors complete it. */
export const dataTypeSchema = z.enum([...loadDataTypes().byId.keys()]).meta({ id: "dataType" });

/** What a verb takes that stands alone, without anything after it. */
export type Nothing = Record<string, never>;
const nothing = z.null().transform((): Nothing => ({}));
const fileSchema = z.string().min(1).max(1000);
const directionSchema = z.preprocess(
  (value) => (typeof value === "string" ? value.toLowerCase() : value),
  z.enum(["down", "up", "left", "right"]),
);

export const KEYS = {
  back: 4,
  home: 3,
  enter: 66,
  backspace: 67,
  lock: 26,
  power: 26,
  tab: 61,
  "volume up": 24,
  "volume down": 25,
} as const;
export type Key = keyof typeof KEYS;
const keySchema = z.preprocess(
  (value) => (typeof value === "string" ? value.toLowerCase() : value),
  z.enum(Object.keys(KEYS) as [Key, ...Key[]]),
);

const conditionSchema = strict({
  visible: selectorSchema.optional(),
  notVisible: selectorSchema.optional(),
  platform: z.preprocess(
    (value) => (typeof value === "string" ? value.toLowerCase() : value),
    z.enum(["android", "ios"]).optional(),
  ),
});
export type Condition = z.output<typeof conditionSchema>;

export interface RunFlow {
  /** Path of a flow, as written; its steps are in `commands` once the scenario is loaded. */
  file?: string | undefined;
  commands: Step[];
  /** Package that the flow is for, from its header. */
  appId?: string | undefined;
  when?: Condition | undefined;
  env?: Record<string, string> | undefined;
}
export interface Repeat {
  times?: number | undefined;
  while?: Condition | undefined;
  commands: Step[];
}

const stepsSchema: z.ZodType<Step[], unknown> = z.lazy(() => z.array(stepSchema).max(MAX_STEPS)).meta({ id: "steps" });

const runFlowSchema: z.ZodType<RunFlow, unknown> = z.union([
  fileSchema.transform((file): RunFlow => ({ file, commands: [] })),
  strict({
    file: fileSchema.optional(),
    commands: stepsSchema.default([]),
    when: conditionSchema.optional(),
    env: z.record(z.string().regex(/^[A-Za-z_]\w{0,63}$/), z.coerce.string().max(MAX_TEXT)).optional(),
    label: z.string().max(200).optional(),
  }).refine((flow) => (flow.file === undefined) !== (flow.commands.length === 0), {
    error: "runFlow needs either `file` or `commands`",
  }),
]);

const repeatSchema: z.ZodType<Repeat, unknown> = strict({
  times: z.number().int().min(1).max(MAX_REPEATS).optional(),
  while: conditionSchema.optional(),
  commands: stepsSchema,
}).refine((loop) => loop.times !== undefined || loop.while !== undefined, {
  error: "repeat needs `times` or `while`",
});

const CONSENT_CHOICES = ["accept", "refuse", "guest", "open-policy", "withdraw"] as const;
export type ConsentChoice = (typeof CONSENT_CHOICES)[number];
/** `consent: refuse`, or `consent: {withdraw: <control>}` where the app's own control has no usual name. */
export interface ConsentStep {
  choice: ConsentChoice;
  control?: Selector | undefined;
}
const consentSchema: z.ZodType<ConsentStep, unknown> = z.union([
  z.enum(CONSENT_CHOICES).transform((choice): ConsentStep => ({ choice })),
  strict({ withdraw: selectorSchema }).transform(({ withdraw }): ConsentStep => ({
    choice: "withdraw",
    control: withdraw,
  })),
]);

/** Text in which `${env:NAME}` and `${secret:NAME}` stand for values that never reach the evidence. */
const typedTextSchema = z.string().min(1).max(MAX_TEXT);

const loginSchema = strict({
  user: typedTextSchema.optional().describe("For example ${env:APP_USER} or ${secret:user}"),
  password: typedTextSchema
    .refine((text) => referencesIn(text).length > 0, {
      error: "a password is not written into a scenario: use ${env:NAME} or ${secret:name}",
    })
    .optional()
    .describe("For example ${secret:password}"),
  code: typedTextSchema.optional().describe("One-time code"),
  userField: selectorSchema.optional().describe("Where the user name goes; else the first text field"),
  passwordField: selectorSchema.optional().describe("Where the password goes; else the password field"),
  codeField: selectorSchema.optional(),
  agree: selectorSchema.optional().describe("Box that must be ticked before"),
  submit: selectorSchema.optional().describe("Control that logs in; else the one with a usual name"),
}).refine((login) => login.user !== undefined || login.password !== undefined || login.code !== undefined, {
  error: "login needs user, password or code",
});
export type Login = z.output<typeof loginSchema>;

const awaitPersonSchema = strict({
  reason: z.string().min(1).max(500).describe("What the person must do; shown on the terminal"),
  deadline: durationSchema.describe("Afterwards the functions behind this step are not covered"),
});

/** What each verb takes. The order is that of the documentation. */
export const VERBS = {
  launchApp: z.union([nothing, strict({ stopApp: z.boolean().optional() })]).describe("Ends the app, starts it again"),
  tapOn: tapSchema.describe("Taps a control, waits for it first"),
  doubleTapOn: tapSchema.describe("Taps a control twice"),
  longPressOn: tapSchema.describe("Presses a control for long"),
  inputText: typedTextSchema.describe("Types into the focused field; the text is not kept"),
  eraseText: z
    .union([nothing, z.number().int().min(1).max(MAX_TEXT)])
    .describe("Erases text of the focused field (50 characters unless told)"),
  assertVisible: targetSchema.describe("Fails when it does not appear"),
  assertNotVisible: targetSchema.describe("Fails when it does not go away"),
  extendedWaitUntil: strict({
    visible: selectorSchema.optional(),
    notVisible: selectorSchema.optional(),
    timeout: durationSchema,
    optional: z.boolean().optional(),
  })
    .refine((wait) => wait.visible !== undefined || wait.notVisible !== undefined, {
      error: "extendedWaitUntil needs `visible` or `notVisible`",
    })
    .describe("Waits longer"),
  waitForAnimationToEnd: z
    .union([nothing, strict({ timeout: durationSchema.optional() })])
    .describe("Waits until the screen is still"),
  scroll: z.union([nothing, directionSchema]).describe("One screen on; down unless told"),
  scrollUntilVisible: strict({
    element: selectorSchema,
    direction: directionSchema.default("down"),
    timeout: durationSchema.default(20_000),
  }).describe("Scrolls until a control shows"),
  swipe: z
    .union([
      strict({
        direction: directionSchema,
        from: selectorSchema.optional(),
        duration: durationSchema.optional(),
      }),
      strict({ start: pointSchema, end: pointSchema, duration: durationSchema.optional() }),
    ])
    .describe("Swipes in a direction, or from point to point"),
  back: nothing,
  home: nothing,
  hideKeyboard: nothing,
  pressKey: keySchema.describe("Presses a key of the phone"),
  openLink: z.string().min(1).max(MAX_TEXT).describe("Opens a link in the app that takes it"),
  setLocation: strict({
    latitude: z.coerce.number().min(-90).max(90),
    longitude: z.coerce.number().min(-180).max(180),
    accuracy: z.number().min(0).max(100_000).optional(),
  }).describe("Where the phone is"),
  takeScreenshot: z.string().max(200).describe("Keeps the screen under a name"),
  runFlow: runFlowSchema.describe("Steps of another file or given here, when a condition holds"),
  repeat: repeatSchema.describe("Steps several times or while a condition holds"),
  consent: consentSchema.describe("Decides on the notice that is up, layer by layer"),
  permission: z.enum(["grant", "deny"]).describe("Answers the permission dialog that is up or coming"),
  background: z.union([nothing, durationSchema]).describe("Home; with a duration: left alone, then brought back"),
  foreground: nothing,
  lock: z.union([nothing, durationSchema]).describe("Screen off; with a duration: left alone, then unlocked"),
  unlock: nothing,
  idle: durationSchema.describe("Nobody touches the handset"),
  kill: nothing,
  relaunch: nothing,
  login: loginSchema.describe("Fills in credentials; they never reach the evidence"),
  awaitPerson: awaitPersonSchema.describe("Waits for a person to do what no script can"),
  mark: z.string().min(1).max(200).describe("A note on the timeline"),
  script: z
    .union([fileSchema, strict({ file: fileSchema, timeout: durationSchema.optional() })])
    .describe("A TypeScript module that drives the same session"),
} as const satisfies Record<string, z.ZodType>;

export type Verb = keyof typeof VERBS;
export type Arguments = { [V in Verb]: z.output<(typeof VERBS)[V]> };
/** One verb and what it takes; a verb that stood alone takes `{}`. */
export type Action = { [V in Verb]: { [K in V]: Arguments[V] } }[Verb];

/** Verbs that may be written as a bare word. */
export const WORDS = [
  "launchApp", "eraseText", "waitForAnimationToEnd", "scroll", "back", "home", "hideKeyboard", "background", "foreground", "lock",
  "unlock", "kill", "relaunch",
] as const satisfies readonly Verb[]; // prettier-ignore

const wordSchema = z
  .enum(WORDS)
  .transform((verb): Action => ({ [verb]: {} }) as unknown as Action)
  .meta({ id: "word" });

export interface FunctionStep {
  /** Name of the business function. */
  step: string;
  /** Data types that it needs. */
  justifies: string[];
  do: Step[];
}
/** A business function, or a single action. Within a function there are only actions. */
export type Step = FunctionStep | Action;

export const functionSchema: z.ZodType<FunctionStep, unknown> = strict({
  step: z.string().min(1).max(200).describe("Name of the business function"),
  justifies: z.array(dataTypeSchema).default([]).describe("Data types that the function needs"),
  do: stepsSchema,
});

/** Message of a step that is none; the loader explains it (`explain.ts`). */
export const STEP_MARK = "is no step";
const actionSchemas = (Object.keys(VERBS) as Verb[]).map((verb) =>
  z.strictObject(
    { [verb]: VERBS[verb] },
    { error: ({ code }) => (code === "unrecognized_keys" ? STEP_MARK : undefined) },
  ),
);

export const stepSchema: z.ZodType<Step, unknown> = z
  .union([wordSchema, functionSchema, ...actionSchemas] as unknown as [z.ZodType<Step>, z.ZodType<Step>], {
    error: () => STEP_MARK,
  })
  .meta({ id: "step" });

export { stepsSchema };
