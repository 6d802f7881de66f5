/** `mobile:` commands: the method of the driver and its parameters in order (COMMANDS.md). */
export const EXECUTE_METHODS = {
  "mobile: installApp": { command: "installApp", params: { required: ["appPath"], optional: ["options"] } },
  "mobile: removeApp": { command: "removeApp", params: { required: ["appId"], optional: ["options"] } },
  "mobile: clearApp": { command: "mobileClearApp", params: { required: ["appId"] } },
  "mobile: isAppInstalled": { command: "isAppInstalled", params: { required: ["appId"] } },
  "mobile: appInfo": { command: "mobileAppInfo", params: { optional: ["appId"] } },
  "mobile: appClasses": { command: "mobileAppClasses", params: { required: ["names"], optional: ["appId"] } },
  "mobile: launchSuspended": { command: "mobileLaunchSuspended", params: { optional: ["appId"] } },
  "mobile: resumeLaunch": { command: "mobileResumeLaunch", params: { optional: ["launch"] } },
  "mobile: activateApp": { command: "activateApp", params: { required: ["appId"], optional: ["options"] } },
  "mobile: terminateApp": { command: "terminateApp", params: { required: ["appId"], optional: ["options"] } },
  "mobile: queryAppState": { command: "queryAppState", params: { required: ["appId"] } },
  "mobile: backgroundApp": { command: "mobileBackgroundApp", params: { optional: ["seconds"] } },
  "mobile: startActivity": {
    command: "mobileStartActivity",
    params: { optional: ["component", "action", "data", "uri", "extras", "stop", "categories", "flags"] },
  },
  "mobile: broadcast": {
    command: "mobileBroadcast",
    params: { required: ["action"], optional: ["component", "receiver", "extras"] },
  },
  "mobile: pressKey": { command: "mobilePressKey", params: { required: ["keycode"] } },
  "mobile: lock": { command: "mobileLock", params: { optional: ["seconds"] } },
  "mobile: unlock": { command: "mobileUnlock" },
  "mobile: isLocked": { command: "mobileIsLocked" },
  "mobile: getPermissions": { command: "mobileGetPermissions", params: { optional: ["type"] } },
  "mobile: changePermissions": {
    command: "mobileChangePermissions",
    params: { required: ["permissions"], optional: ["action"] },
  },
  "mobile: setClipboard": { command: "mobileSetClipboard", params: { required: ["content"] } },
  "mobile: getClipboard": { command: "mobileGetClipboard" },
  "mobile: setGeolocation": {
    command: "mobileSetGeolocation",
    params: { required: ["latitude", "longitude"], optional: ["accuracy"] },
  },
  "mobile: clickGesture": { command: "mobileClickGesture", params: { optional: ["elementId", "x", "y"] } },
  "mobile: longClickGesture": {
    command: "mobileLongClickGesture",
    params: { optional: ["elementId", "x", "y", "duration"] },
  },
  "mobile: dragGesture": {
    command: "mobileDragGesture",
    params: { required: ["endX", "endY"], optional: ["elementId", "startX", "startY", "speed"] },
  },
  "mobile: swipeGesture": {
    command: "mobileSwipeGesture",
    params: {
      required: ["direction"],
      optional: ["percent", "elementId", "left", "top", "width", "height", "speed"],
    },
  },
  "mobile: scrollGesture": {
    command: "mobileScrollGesture",
    params: {
      required: ["direction"],
      optional: ["percent", "elementId", "left", "top", "width", "height", "speed"],
    },
  },
  "mobile: getCurrentActivity": { command: "getCurrentActivity" },
  "mobile: getCurrentPackage": { command: "getCurrentPackage" },
  "mobile: deviceInfo": { command: "mobileDeviceInfo" },
  "mobile: processEvents": { command: "mobileProcessEvents", params: { optional: ["since"] } },
  "mobile: accessLog": { command: "mobileAccessLog" },
} as const;
