/** Permissions that Android 14 asks the person for (protection level dangerous in the platform's manifest). */
const NAMES = [
  "READ_CALENDAR",
  "WRITE_CALENDAR",
  "READ_CALL_LOG",
  "WRITE_CALL_LOG",
  "PROCESS_OUTGOING_CALLS",
  "CAMERA",
  "READ_CONTACTS",
  "WRITE_CONTACTS",
  "GET_ACCOUNTS",
  "ACCESS_FINE_LOCATION",
  "ACCESS_COARSE_LOCATION",
  "ACCESS_BACKGROUND_LOCATION",
  "RECORD_AUDIO",
  "BLUETOOTH_SCAN",
  "BLUETOOTH_CONNECT",
  "BLUETOOTH_ADVERTISE",
  "UWB_RANGING",
  "NEARBY_WIFI_DEVICES",
  "POST_NOTIFICATIONS",
  "READ_PHONE_STATE",
  "READ_PHONE_NUMBERS",
  "CALL_PHONE",
  "ANSWER_PHONE_CALLS",
  "ACCEPT_HANDOVER",
  "USE_SIP",
  "READ_MEDIA_AUDIO",
  "READ_MEDIA_IMAGES",
  "READ_MEDIA_VIDEO",
  "READ_MEDIA_VISUAL_USER_SELECTED",
  "ACCESS_MEDIA_LOCATION",
  "BODY_SENSORS",
  "BODY_SENSORS_BACKGROUND",
  "ACTIVITY_RECOGNITION",
  "SEND_SMS",
  "RECEIVE_SMS",
  "READ_SMS",
  "RECEIVE_WAP_PUSH",
  "RECEIVE_MMS",
  "READ_EXTERNAL_STORAGE",
  "WRITE_EXTERNAL_STORAGE",
];

const PERMISSIONS = new Set([
  ...NAMES.map((name) => `android.permission.${name}`),
  "com.android.voicemail.permission.ADD_VOICEMAIL",
]);

/** Whether a dialog asks for `permission`; others are granted at installation or never. */
export function isRuntimePermission(permission: string): boolean {
  return PERMISSIONS.has(permission);
}
