/** Data type of a runtime permission, by the platform's permission groups (API 34). Source: the platform's own manifest. */
const GROUPS: Record<string, string[]> = {
  "perm.calendar": ["READ_CALENDAR", "WRITE_CALENDAR"],
  "perm.call_log": ["READ_CALL_LOG", "WRITE_CALL_LOG", "PROCESS_OUTGOING_CALLS"],
  "perm.camera": ["CAMERA"],
  "perm.contacts": ["READ_CONTACTS", "WRITE_CONTACTS", "GET_ACCOUNTS"],
  "perm.location": ["ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION", "ACCESS_BACKGROUND_LOCATION"],
  "perm.microphone": ["RECORD_AUDIO"],
  "perm.nearby_devices": [
    "BLUETOOTH_SCAN",
    "BLUETOOTH_CONNECT",
    "BLUETOOTH_ADVERTISE",
    "UWB_RANGING",
    "NEARBY_WIFI_DEVICES",
  ],
  "perm.notifications": ["POST_NOTIFICATIONS"],
  "perm.phone": [
    "READ_PHONE_STATE",
    "READ_PHONE_NUMBERS",
    "CALL_PHONE",
    "ANSWER_PHONE_CALLS",
    "USE_SIP",
    "ACCEPT_HANDOVER",
  ],
  "perm.activity_recognition": ["ACTIVITY_RECOGNITION"],
  "perm.sensors": ["BODY_SENSORS", "BODY_SENSORS_BACKGROUND"],
  "perm.sms": ["SEND_SMS", "RECEIVE_SMS", "READ_SMS", "RECEIVE_WAP_PUSH", "RECEIVE_MMS"],
  "perm.storage": ["READ_EXTERNAL_STORAGE", "WRITE_EXTERNAL_STORAGE", "ACCESS_MEDIA_LOCATION"],
  "perm.read_media_aural": ["READ_MEDIA_AUDIO"],
  "perm.read_media_visual": ["READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO", "READ_MEDIA_VISUAL_USER_SELECTED"],
};

const OTHER: Record<string, string> = {
  "com.android.voicemail.permission.ADD_VOICEMAIL": "perm.phone",
};

const BY_NAME = new Map<string, string>(
  Object.entries(GROUPS).flatMap(([type, names]) =>
    names.map((name): [string, string] => [`android.permission.${name}`, type]),
  ),
);

/** The group's data type; undefined for a name that is no runtime permission of the platform. */
export function permissionType(name: string): string | undefined {
  return BY_NAME.get(name) ?? (name.startsWith("android.permission.health.") ? "perm.health" : OTHER[name]);
}
