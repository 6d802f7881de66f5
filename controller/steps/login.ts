/** Logs in. The step says only that a login was made; no picture is taken while credentials are on the screen. */
import words from "./login-words.json" with { type: "json" };
import { handsetError } from "../errors.ts";
import { centre, label, type UiNode } from "../page-source.ts";
import type { Login } from "../scenario/action-schema.ts";
import { MIN_SECRET } from "../scenario/secrets.ts";
import type { Selector } from "../scenario/selector-schema.ts";
import type { StepContext } from "./context.ts";
import { CONTROL_DEADLINE_MS, findTarget, lookUntil } from "./look.ts";
import { selectOne } from "./select.ts";
import { reveal } from "./typing.ts";

/** A field has the focus at once; a dialog may come first. */
const FOCUS_DEADLINE_MS = 3_000;
/** A server may take its time. */
const LOGIN_DEADLINE_MS = 30_000;
const SUBMIT = new Set(words.submit);
const FIELD_CLASS = /EditText|AutoCompleteTextView|TextInput/;

interface Entry {
  value: string;
  name: "user" | "password" | "code";
  field: Selector | undefined;
}

/** @throws ControllerError `login-field`, `login-submit`, `login-refused` (the page stayed) */
export async function login(context: StepContext, how: Login): Promise<void> {
  const { walker } = context;
  const entries: Entry[] = (
    [
      ["user", how.user, how.userField],
      ["password", how.password, how.passwordField],
      ["code", how.code, how.codeField],
    ] as const
  ).flatMap(([name, written, field]) => (written === undefined ? [] : [{ name, value: written, field }]));
  await walker.during("login", "login", {}, async () => {
    for (const entry of entries) await enter(context, entry);
    if (how.agree !== undefined) await tick(context, how.agree);
    await submit(context, how.submit);
  });
  await walker.capture({ after: "login" });
}

async function enter(context: StepContext, { name, value, field }: Entry): Promise<void> {
  const { walker } = context;
  const inField = (nodes: UiNode[]): UiNode | null =>
    field === undefined ? usualField(nodes, name) : selectOne(nodes, field);
  const node = await lookUntil(context, CONTROL_DEADLINE_MS, (nodes) => asFound(inField(nodes)));
  if (node === null)
    throw handsetError("login-field", `no field for the ${name} was found`, `name it with ${name}Field`);
  const { text } = reveal(context, value);
  // A name written in the scenario itself is a credential as well.
  if (text.length >= MIN_SECRET) walker.writer.keepOut(text);
  await walker.tapAt(centre(node.bounds), `${name} field`);
  await focus(context, inField, `${name} field`);
  await walker.during("text", name, { secret: true }, async () => {
    await walker.handset.text(text);
    await walker.session.flush();
  });
}

/** The tap may have brought up a permission dialog, which takes the focus with it when it is answered. */
async function focus(context: StepContext, inField: (nodes: UiNode[]) => UiNode | null, name: string): Promise<void> {
  const { walker } = context;
  const isFocused = (): Promise<true | null> =>
    lookUntil(context, FOCUS_DEADLINE_MS, (nodes) =>
      hasFocus(nodes, inField(nodes)) ? { found: true as const } : null,
    );
  if ((await isFocused()) !== null) return;
  const node = inField(await walker.look());
  if (node === null) throw handsetError("login-field", `the ${name} went away`);
  await walker.tapAt(centre(node.bounds), name);
  if ((await isFocused()) === null) throw handsetError("login-field", `the ${name} does not take the focus`);
}

/** A field that was named by its hint may have lost that with the tap. */
function hasFocus(nodes: UiNode[], field: UiNode | null): boolean {
  return field === null ? nodes.some((node) => node.focused && FIELD_CLASS.test(node.class)) : field.focused;
}

function asFound(node: UiNode | null): { found: UiNode; package: string } | null {
  return node && { found: node, package: node.package };
}

/** Fields as login pages have them: the password hides its text, the user name stands before it, a code after the user. */
function usualField(nodes: UiNode[], name: Entry["name"]): UiNode | null {
  const fields = nodes.filter((node) => FIELD_CLASS.test(node.class) && node.enabled);
  if (name === "password") return fields.find((node) => node.password) ?? null;
  const open = fields.filter((node) => !node.password);
  return (name === "user" ? open[0] : open[1]) ?? null;
}

async function tick(context: StepContext, agree: Selector): Promise<void> {
  const box = await findTarget(context, agree);
  if (box !== null && !box.checked) await context.walker.tapAt(centre(box.bounds), "agree");
}

async function submit(context: StepContext, control: Selector | undefined): Promise<void> {
  const { walker } = context;
  const button =
    control === undefined
      ? await lookUntil(context, CONTROL_DEADLINE_MS, (nodes) => asFound(usualSubmit(nodes)))
      : await findTarget(context, control);
  if (button === null) throw handsetError("login-submit", "no control that logs in was found", "name it with submit");
  await walker.tapAt(centre(button.bounds), "log in");
  const left = await lookUntil(context, LOGIN_DEADLINE_MS, (nodes) =>
    nodes.some((node) => isSameControl(node, button)) ? null : { found: true as const },
  );
  if (left === null) throw handsetError("login-refused", "the login page did not go away", "check the credentials");
}

function usualSubmit(nodes: UiNode[]): UiNode | null {
  const named = nodes.filter((node) => SUBMIT.has(label(node).toLowerCase()) && node.enabled);
  // The page's title may read the same: the control is the one that can be tapped, and the last.
  return named.findLast((node) => node.clickable) ?? named.at(-1) ?? null;
}

function isSameControl(node: UiNode, other: UiNode): boolean {
  return node.class === other.class && node.id === other.id && label(node) === label(other);
}
