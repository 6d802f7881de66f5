package virtualhandset;

import java.util.List;

/**
 * Runtime permissions as the permission dialog groups them, with what the dialog says. Source: Android 14 platform
 * manifest (protectionLevel dangerous) and the permission controller's groups.
 */
enum PermissionGroup {
  CALENDAR("access your calendar", "访问您的日历", "READ_CALENDAR", "WRITE_CALENDAR"),
  CALL_LOG("access your phone call logs", "访问您的通话记录", "READ_CALL_LOG", "WRITE_CALL_LOG", "PROCESS_OUTGOING_CALLS"),
  CAMERA("take pictures and record video", "拍摄照片和录制视频", "CAMERA"),
  CONTACTS("access your contacts", "访问您的通讯录", "READ_CONTACTS", "WRITE_CONTACTS", "GET_ACCOUNTS"),
  LOCATION("access this device’s location", "获取此设备的位置信息", "ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION"),
  BACKGROUND_LOCATION(
      "access this device’s location all the time", "始终获取此设备的位置信息", "ACCESS_BACKGROUND_LOCATION"),
  MICROPHONE("record audio", "录音", "RECORD_AUDIO"),
  NEARBY_DEVICES(
      "find, connect to and determine the relative position of nearby devices",
      "查找、连接附近的设备以及确定附近设备的相对位置",
      "BLUETOOTH_SCAN",
      "BLUETOOTH_CONNECT",
      "BLUETOOTH_ADVERTISE",
      "UWB_RANGING",
      "NEARBY_WIFI_DEVICES"),
  NOTIFICATIONS("send you notifications", "向您发送通知", "POST_NOTIFICATIONS"),
  PHONE(
      "make and manage phone calls",
      "拨打电话和管理通话",
      "READ_PHONE_STATE",
      "READ_PHONE_NUMBERS",
      "CALL_PHONE",
      "ANSWER_PHONE_CALLS",
      "ACCEPT_HANDOVER",
      "USE_SIP"),
  VOICEMAIL("add voicemails", "添加语音邮件", "com.android.voicemail.permission.ADD_VOICEMAIL"),
  MUSIC("access music and audio on this device", "访问此设备上的音乐和音频", "READ_MEDIA_AUDIO"),
  PHOTOS(
      "access photos and videos on this device",
      "访问此设备上的照片和视频",
      "READ_MEDIA_IMAGES",
      "READ_MEDIA_VIDEO",
      "READ_MEDIA_VISUAL_USER_SELECTED",
      "ACCESS_MEDIA_LOCATION"),
  SENSORS("access sensor data about your vital signs", "访问与您的生命体征相关的传感器数据", "BODY_SENSORS", "BODY_SENSORS_BACKGROUND"),
  ACTIVITY("access your physical activity", "访问您的健身运动信息", "ACTIVITY_RECOGNITION"),
  SMS("send and view SMS messages", "发送和查看短信", "SEND_SMS", "RECEIVE_SMS", "READ_SMS", "RECEIVE_WAP_PUSH", "RECEIVE_MMS"),
  STORAGE("access photos, media and files on your device", "访问您设备上的照片、媒体内容和文件", "READ_EXTERNAL_STORAGE", "WRITE_EXTERNAL_STORAGE");

  private final String english;
  private final String chinese;
  private final List<String> permissions;

  PermissionGroup(String english, String chinese, String... permissions) {
    this.english = english;
    this.chinese = chinese;
    this.permissions =
        List.of(permissions).stream().map(p -> p.contains(".") ? p : "android.permission." + p).toList();
  }

  /** The group of a runtime permission, or null for a permission that no dialog asks for. */
  static PermissionGroup of(String permission) {
    for (PermissionGroup group : values()) if (group.permissions.contains(permission)) return group;
    return null;
  }

  List<String> permissions() {
    return permissions;
  }

  /** Whether Android offers "while using the app" and "only this time" instead of a plain "allow". */
  boolean asksForegroundOnly() {
    return this == LOCATION || this == CAMERA || this == MICROPHONE;
  }

  String question(String appLabel, boolean inChinese) {
    return inChinese ? "要允许“" + appLabel + "”" + chinese + "吗？" : "Allow " + appLabel + " to " + english + "?";
  }
}
