/** Which personal data a runtime permission guards. */
const GUARDS: Record<string, readonly string[]> = {
  "perm.activity_recognition": ["act.motion"],
  "perm.calendar": ["pii.calendar"],
  "perm.call_log": ["pii.call_log"],
  "perm.camera": ["cam.open", "cam.capture"],
  "perm.contacts": ["pii.contacts", "pii.accounts"],
  "perm.health": ["health.records"],
  "perm.location": ["loc.precise", "loc.coarse"],
  "perm.microphone": ["mic.record"],
  "perm.nearby_devices": ["bt.nearby", "bt.paired", "bt.data"],
  "perm.phone": ["id.phone_number", "id.imei"],
  "perm.read_media_visual": ["pii.photos"],
  "perm.sensors": ["health.records"],
  "perm.sms": ["pii.sms"],
  "perm.storage": ["pii.photos", "file.shared"],
};

export const guardedBy = (permission: string): readonly string[] => GUARDS[permission] ?? [];

/** Groups whose grant lets an app read a type. */
export const guardsOf = (type: string): string[] =>
  Object.keys(GUARDS).filter((group) => GUARDS[group]?.includes(type) === true);
