/** Runtime permissions by the group that Android shows to people; other text of a run's permission axis is shown as it is. */
import type { Words } from "./language.ts";

export const PERMISSIONS = {
  "perm.activity_recognition": { zh: "身体活动", en: "physical activity" },
  "perm.calendar": { zh: "日历", en: "calendar" },
  "perm.call_log": { zh: "通话记录", en: "call log" },
  "perm.camera": { zh: "相机", en: "camera" },
  "perm.contacts": { zh: "通讯录", en: "contacts" },
  "perm.location": { zh: "位置", en: "location" },
  "perm.microphone": { zh: "麦克风", en: "microphone" },
  "perm.nearby_devices": { zh: "附近的设备", en: "nearby devices" },
  "perm.notifications": { zh: "通知", en: "notifications" },
  "perm.phone": { zh: "电话", en: "phone" },
  "perm.read_media_aural": { zh: "音频文件", en: "audio files" },
  "perm.read_media_visual": { zh: "照片和视频", en: "photos and videos" },
  "perm.sensors": { zh: "身体传感器", en: "body sensors" },
  "perm.sms": { zh: "短信", en: "SMS" },
  "perm.storage": { zh: "存储空间", en: "storage" },
} satisfies Words;

/** What a lane of reads says of an app that asks for one. */
export const asksFor = (permission: { zh: string; en: string }): { zh: string; en: string } => ({
  zh: `申请权限：${permission.zh}`,
  en: `Asks for the permission: ${permission.en}`,
});
