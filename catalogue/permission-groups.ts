/**
 * Runtime permissions of Android by the data type of their request (`perm.*`). Groups as the platform names them;
 * source: frameworks/base/core/res/AndroidManifest.xml, API 34.
 */
const GROUPS: Record<string, readonly string[]> = {
  "perm.activity_recognition": ["ACTIVITY_RECOGNITION"],
  "perm.calendar": ["READ_CALENDAR", "WRITE_CALENDAR"],
  "perm.call_log": ["READ_CALL_LOG", "WRITE_CALL_LOG", "PROCESS_OUTGOING_CALLS"],
  "perm.camera": ["CAMERA"],
  "perm.contacts": ["READ_CONTACTS", "WRITE_CONTACTS", "GET_ACCOUNTS"],
  "perm.location": [
    "ACCESS_FINE_LOCATION",
    "ACCESS_COARSE_LOCATION",
    "ACCESS_BACKGROUND_LOCATION",
    "ACCESS_MEDIA_LOCATION",
  ],
  "perm.microphone": ["RECORD_AUDIO"],
  "perm.nearby_devices": [
    "BLUETOOTH_SCAN",
    "BLUETOOTH_CONNECT",
    "BLUETOOTH_ADVERTISE",
    "NEARBY_WIFI_DEVICES",
    "UWB_RANGING",
  ],
  "perm.notifications": ["POST_NOTIFICATIONS"],
  "perm.phone": [
    "READ_PHONE_STATE", "READ_PHONE_NUMBERS", "CALL_PHONE", "ANSWER_PHONE_CALLS", "ADD_VOICEMAIL", "USE_SIP", "ACCEPT_HANDOVER",
  ], // prettier-ignore
  "perm.read_media_aural": ["READ_MEDIA_AUDIO"],
  "perm.read_media_visual": ["READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO", "READ_MEDIA_VISUAL_USER_SELECTED"],
  "perm.sensors": ["BODY_SENSORS", "BODY_SENSORS_BACKGROUND"],
  "perm.sms": ["SEND_SMS", "RECEIVE_SMS", "READ_SMS", "RECEIVE_WAP_PUSH", "RECEIVE_MMS"],
  "perm.storage": ["READ_EXTERNAL_STORAGE", "WRITE_EXTERNAL_STORAGE"],
};

const BY_NAME = new Map(
  Object.entries(GROUPS).flatMap(([type, names]) => names.map((name) => [`android.permission.${name}`, type])),
);

/** Data type of asking for `permission` (full Android name), or null when it is no runtime permission. */
export function permissionGroup(permission: string): string | null {
  return BY_NAME.get(permission) ?? null;
}
