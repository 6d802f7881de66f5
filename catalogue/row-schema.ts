/** Form of one catalogue row: a way to personal data, and how a call of it is understood. The one schema of it. */
import { z } from "zod";

const typeList = z.array(z.string()).min(1);
const typeMap = z.record(z.string().min(1), typeList);
/** Index of an argument; -1 is the receiver. */
const index = z.number().int().min(-1).max(15);

/**
 * How arguments decide whether and as what a call counts. A filter that does not match records nothing and changes nothing.
 * `map` leads from a key to data types of the row.
 */
export const rowFilterSchema = z.discriminatedUnion("kind", [
  /** The argument is a key; keys not listed are no access. */
  z.strictObject({ kind: z.literal("key"), arg: index, map: typeMap }),
  /** The argument is a number; types come by its decimal text; unlisted numbers are no access. */
  z.strictObject({ kind: z.literal("number"), arg: index, map: typeMap }),
  /** The argument is a set of bits; each listed bit (decimal) that is set adds its types. */
  z.strictObject({ kind: z.literal("mask"), arg: index, map: typeMap }),
  /** The argument is a Uri, its text, or an authority; the longest `authority/path` prefix wins; `$` ends an exact key. */
  z.strictObject({ kind: z.literal("uri"), arg: index, map: typeMap }),
  /** ContentResolver.call and its like: the longest of `authority`, `authority/method`, `authority/method/arg` wins. */
  z.strictObject({ kind: z.literal("provider-call"), map: typeMap }),
  /** The argument is a path (text, File, Path): keys are absolute, `*` is one segment's any text, a last `/**` anything below. The app's own folders are no access. */
  z.strictObject({ kind: z.literal("path"), arg: index, map: typeMap }),
  /** The argument's text holds one of the keys. */
  z.strictObject({ kind: z.literal("contains"), arg: index, map: typeMap }),
  /** The argument is a package or component; the app's own is no access, nor is null, unless it asks for all of them. */
  z.strictObject({ kind: z.literal("other-package"), arg: index, nullIsAll: z.literal(true).optional() }),
  /** The arguments are package names or user ids; a call that names the app alone is no access. */
  z.strictObject({ kind: z.literal("other-app"), args: z.array(index.min(0)).min(1) }),
  /** The argument is a command (String, String[], List, ProcessBuilder): keys are words of one simple command, in order. */
  z.strictObject({ kind: z.literal("command"), arg: index, map: typeMap }),
  /** The argument is a String[] of permission names; types come from the platform's permission groups. */
  z.strictObject({ kind: z.literal("permissions"), arg: index }),
  /** The argument is an Intent: only one that leads to another package counts. */
  z.strictObject({ kind: z.literal("other-app-intent"), arg: index }),
  /** The argument is an Intent; MAIN + LAUNCHER is the whole app list. */
  z.strictObject({ kind: z.literal("query-intent"), arg: index }),
  /** An Intent or IntentFilter among the arguments has one of the keys as action or as target package. */
  z.strictObject({ kind: z.literal("action"), map: typeMap }),
  /** Raw transaction on the receiver: keys are `interface.descriptor` or `interface.descriptor#code`; the code is the first argument. */
  z.strictObject({ kind: z.literal("binder"), map: typeMap }),
  /** Reflection: keys are `class` (for Class.forName) or `class#member` (receiver a Class, first argument a member's name). */
  z.strictObject({ kind: z.literal("member"), map: typeMap }),
]);
export type RowFilter = z.infer<typeof rowFilterSchema>;

/** How to tell what came back. */
export const rowOutcomeSchema = z.enum([
  "string", // null or "" is empty; the platform's stand-ins are masked
  "mac", // string; 02:00:00:00:00:00 is masked
  "bytes", // byte[]
  "list", // Collection, Map or array; size 0 is empty
  "apps", // what names packages, one or several; a question answered with the app's own alone is no access
  "cursor", // Cursor; null or 0 rows is empty
  "location", // android.location.Location, a list of them, or a LocationResult
  "object", // anything non-null
  "reply", // what the reply of a binder transaction holds: a text, a refusal, nothing; `none` where no reply is asked for
  "void", // nothing comes back: outcome `none` unless it throws
]);
export type RowOutcome = z.infer<typeof rowOutcomeSchema>;

const why = z.string().min(8);
/** What becomes of a row. Nothing that the field knows vanishes without a word. */
export const rowStatusSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("hooked") }),
  /** Every call crosses the member of row `by`, which is hooked, or sets a marker of the agent (`@touch`); `why` where another than the caller crosses it. */
  z.strictObject({ kind: z.literal("covered-by"), by: z.string(), why: why.optional() }),
  /** Needs native or iOS hooks. */
  z.strictObject({ kind: z.literal("planned"), why }),
  /** A field, or a member whose replacement breaks the app. */
  z.strictObject({ kind: z.literal("not-hookable"), why }),
  /** No read of personal data after all, or a member that no platform has. */
  z.strictObject({ kind: z.literal("dropped"), why }),
]);

export const apiRowSchema = z
  .strictObject({
    /** AA Android Java, AE native and evasion, IS iOS, AX added here. */
    id: z.string().regex(/^(AA|AE|AX|IS)\d{4}$/),
    platform: z.enum(["android-java", "android-native", "ios"]),
    /** Concrete class that declares the member, as API 34 names it; a library for native rows. */
    class: z.string().min(1),
    /** Method; `$init` a constructor, `#NAME` a field, `CREATOR.createFromParcel` the creator that the class's field holds. */
    member: z.string().min(1),
    /** Data types the row can yield; the filter decides which one a call did. */
    types: typeList,
    /** Permission that the platform asks for; null for none. `catalogue/index/` says how far it was checked. */
    permission: z.string().nullable(),
    filter: rowFilterSchema.nullable(),
    /** Null where nothing is hooked. */
    outcome: rowOutcomeSchema.nullable(),
    /** The value is this argument, not the result: deliveries to callbacks. */
    valueArg: index.optional(),
    /**
     * Interface of the app's own listener that the member's class delivers to: its class is watched, too, once it was handed to a
     * hooked member, since the platform may deliver by another class than the row's.
     */
    listener: z.string().min(1).optional(),
    /** By which door the datum is read: described, not accused. */
    door: z.enum(["api", "provider", "reflection", "shell", "binder", "file", "native"]),
    /** Rows whose members call this one: crossed together they are one access. */
    under: z.array(z.string()),
    apiLevels: z.strictObject({ min: z.number().int(), max: z.number().int().nullable() }),
    /** A door that must be armed and proven before a rule over its types may pass. */
    core: z.boolean(),
    status: rowStatusSchema,
    source: z.string().min(1),
  })
  .refine((row) => (row.status.kind === "hooked") === (row.outcome !== null), {
    path: ["outcome"],
    message: "a hooked row, and no other, says how to read the outcome",
  })
  .refine((row) => row.status.kind === "hooked" || !row.core, {
    path: ["core"],
    message: "only a hooked row can be a core door",
  });
export type ApiRow = z.infer<typeof apiRowSchema>;
/** A row that the agent arms. */
export type HookedApiRow = ApiRow & { outcome: RowOutcome };
