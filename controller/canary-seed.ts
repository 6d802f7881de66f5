/**
 * Values planted in a fresh handset, unique to the run: a value that the app got back and that equals a planted one
 * proves that it read this handset in this run.
 */
import { randomBytes, randomInt } from "node:crypto";

export interface CanarySeed {
  /** For the handset, as its protocol names them. */
  seed: Record<string, unknown>;
  /** [data type id, planted value]: what a read of that type gives back. */
  canaries: [string, string][];
}

/** @param random source of whole numbers in [0, max); tests pass their own */
export function plantCanaries(random: (max: number) => number = (max) => randomInt(max)): CanarySeed {
  const digits = (count: number): string => Array.from({ length: count }, () => random(10)).join("");
  const hex = (bytes: number): string =>
    Array.from({ length: bytes }, () => random(256).toString(16).padStart(2, "0")).join("");
  // Locally administered bit set, so that no real device has this address.
  const mac = (): string =>
    ["02", ...Array.from({ length: 5 }, () => random(256).toString(16).padStart(2, "0"))].join(":");
  const tag = hex(4);
  const androidId = hex(8);
  const imei = luhn(`35${digits(12)}`);
  const imsi = `46000${digits(10)}`;
  const iccid = luhn(`898600${digits(13)}`);
  const phoneNumber = `199${digits(8)}`;
  const serial = `CN${hex(6).toUpperCase()}`;
  const oaid = [hex(4), hex(2), hex(2), hex(2), hex(6)].join("-");
  const [wifiMac, bssid, bluetoothMac] = [mac(), mac(), mac()];
  const ssid = `net-${tag}`;
  const clipboard = `clip-${tag}-${digits(6)}`;
  const account = `person-${tag}@example.test`;
  const contact = { name: `Contact ${tag}`, number: `188${digits(8)}` };
  const latitude = Number((30 + random(1_000_000) / 1_000_000).toFixed(6));
  const longitude = Number((114 + random(1_000_000) / 1_000_000).toFixed(6));
  return {
    seed: {
      androidId,
      imei,
      imsi,
      iccid,
      phoneNumber,
      serial,
      oaid,
      wifiMac,
      bssid,
      bluetoothMac,
      ssid,
      clipboard,
      operator: "CMCC",
      location: { latitude, longitude },
      contacts: [contact, { name: `Second ${tag}`, number: `187${digits(8)}` }],
      sms: [{ address: `106${digits(6)}`, body: `code ${digits(6)} ${tag}` }],
      callLog: [{ number: `186${digits(8)}` }],
      calendar: [{ title: `Meeting ${tag}` }],
      accounts: [{ name: account, type: "com.example.account" }],
      packages: [
        { name: `com.example.chat.${letters(tag)}`, label: `Chat ${tag}` },
        { name: `com.example.bank.${letters(tag)}`, label: `Bank ${tag}` },
      ],
      photos: [{ name: `IMG_${tag}.jpg` }],
      manufacturer: "Virtual",
      model: "Handset",
    },
    canaries: [
      ["id.android_id", androidId],
      ["id.imei", imei],
      ["id.imsi", imsi],
      ["id.iccid", iccid],
      ["id.phone_number", phoneNumber],
      ["id.serial", serial],
      ["id.oaid", oaid],
      ["id.mac", wifiMac],
      ["net.ssid", `"${ssid}"`],
      ["net.ssid", ssid],
      ["net.bssid", bssid],
      ["id.bt_mac", bluetoothMac],
      ["pii.clipboard", clipboard],
      ["pii.accounts", account],
    ],
  };
}

/** Check digit of IMEI and ICCID (ISO/IEC 7812-1). */
function luhn(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i++) {
    const digit = Number(body[body.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return body + ((10 - (sum % 10)) % 10);
}

/** Package names have no leading digits: hex digits become letters a-p. */
function letters(hex: string): string {
  return [...hex].map((c) => String.fromCharCode(97 + Number.parseInt(c, 16))).join("");
}

/** Random run id, sortable by start: yyyymmdd-hhmmss-xxxxxx (UTC). */
export function runId(now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return `${stamp}-${randomBytes(3).toString("hex")}`;
}
