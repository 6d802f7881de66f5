import { errors } from "appium/driver.js";

/** Capabilities of this driver, for Appium's own validation; the base driver adds its common ones. */
export const CONSTRAINTS = {
  platformName: { presence: true, isString: true, inclusionCaseInsensitive: ["Android"] },
  app: { isString: true },
  deviceDir: { isString: true },
  apiLevel: { isNumber: true },
  seed: { isObject: true },
  autoGrantPermissions: { isBoolean: true },
  toolchain: { isString: true },
  deviceName: { isString: true },
  appPackage: { isString: true },
} as const;

export const DEFAULT_API_LEVEL = 34;

/** What the handset can be seeded with (PROTOCOL.md). */
const SEED_KEYS = [
  "androidId",
  "imei",
  "meid",
  "imsi",
  "iccid",
  "phoneNumber",
  "serial",
  "wifiMac",
  "ssid",
  "bssid",
  "bluetoothMac",
  "operator",
  "location",
  "contacts",
  "sms",
  "callLog",
  "calendar",
  "accounts",
  "clipboard",
  "packages",
  "photos",
  "model",
  "manufacturer",
  "oaid",
  "gaid",
];
const SEED_LISTS = new Set(["contacts", "sms", "callLog", "calendar", "accounts", "packages", "photos"]);

/** @throws SessionNotCreatedError naming the key: a misspelt seed would silently leave the phone empty. */
export function checkSeed(seed: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(seed)) {
    if (!SEED_KEYS.includes(key)) {
      throw new errors.SessionNotCreatedError(`appium:seed has no '${key}'; it has: ${SEED_KEYS.join(", ")}`);
    }
    if (SEED_LISTS.has(key) && !Array.isArray(value)) {
      throw new errors.SessionNotCreatedError(`appium:seed.${key} must be a list`);
    }
    if (key === "location" ? typeof value !== "object" : !SEED_LISTS.has(key) && typeof value !== "string") {
      throw new errors.SessionNotCreatedError(
        `appium:seed.${key} must be ${key === "location" ? "an object" : "a string"}`,
      );
    }
  }
}

const LANGUAGE = /^[a-z]{2,3}$/i;
const REGION = /^([a-z]{2}|\d{3})$/i;

/** BCP 47 tag of `language` and `locale` (a region, or a whole locale such as `zh_CN`). Default `en-US`. */
export function localeOf(language: string | undefined, locale: string | undefined): string {
  const parts = locale?.split(/[-_]/) ?? [];
  const region = parts.at(-1);
  const spoken = language ?? (parts.length > 1 ? parts[0] : undefined);
  if (spoken === undefined && region === undefined) return "en-US";
  if (!LANGUAGE.test(spoken ?? "en"))
    throw new errors.SessionNotCreatedError(`appium:language '${language}' is no language such as 'zh'`);
  if (region !== undefined && !REGION.test(region)) {
    throw new errors.SessionNotCreatedError(`appium:locale '${locale}' is no region such as 'CN'`);
  }
  return region === undefined
    ? (spoken ?? "en").toLowerCase()
    : `${(spoken ?? "en").toLowerCase()}-${region.toUpperCase()}`;
}
