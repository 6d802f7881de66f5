/** What the probe must come to for each line of the platform policy. */

export type RunName = "bare" | "installed" | "granted" | "coarse" | "off" | "old" | "oldGranted";

/** `run[.background] call expected`; `=…` a value, `!…` an exception; the rest is a prefix of the outcome. */
export interface PolicyCase {
  rule: string;
  /** Where the rule bites. */
  denied: [run: `${RunName}` | `${RunName}.background`, call: string, outcome: string];
  /** The near miss: the same call where the rule's needs are met. Missing where no ordinary app can meet them. */
  allowed?: [run: `${RunName}` | `${RunName}.background`, call: string, outcome: string];
}

const security = (message: string): string => `!java.lang.SecurityException: ${message}`;
const identifier = (method: string): string => security(`${method}: The user 10057 does not meet the requirements`);
const neither = (method: string): string => security(`${method}: Neither user 10057 nor current process has`);
const bluetooth = (permission: string): string => security(`Need android.permission.${permission} permission for`);
const hidden = "!android.content.pm.PackageManager$NameNotFoundException: com.other.app";
const providerDenied = (mode: "reading" | "writing", name: string): string =>
  security(`Permission Denial: ${mode} com.android.providers.${name} uri content://`);

const closed = (path: string): string =>
  `!java.io.FileNotFoundException: ${path}: open failed: EACCES (Permission denied)`;

const NO_LOCATION = security("uid 10057 does not have android.permission.ACCESS_COARSE_LOCATION or");
const NO_FINE = security("uid 10057 does not have android.permission.ACCESS_FINE_LOCATION.");
const NO_CELLS = security("Not allowed to access cell info");
const NO_LISTENING = security("Unable to listen for events");
const WIFI = neither("WifiService");
const NETWORK = neither("ConnectivityService");
const CAMERA = "!java.lang.RuntimeException: Fail to connect to camera service @android.hardware.Camera.open";
const HERE = "=39.90872,116.39748,5.0";
const ROUGHLY = "=39.91";
const NUMBER = "=+8613800138000";
const MASKED = "=02:00:00:00:00:00";

function identifiers(rule: string, call: string, method: string): PolicyCase[] {
  return [
    { rule, denied: ["granted", call, identifier(method)] },
    {
      rule: `${rule}-read-phone-state-old-app`,
      denied: ["old", call, identifier(method)],
      allowed: ["oldGranted", call, "=null"],
    },
    { rule: `${rule}-old-app`, denied: ["oldGranted", call, "=null"] },
  ];
}

function simple(rule: string, call: string, denied: string, allowed: string): PolicyCase {
  return { rule, denied: ["installed", call, denied], allowed: ["granted", call, allowed] };
}

function provider(rule: string, name: string, read: string, rows: string, write: string): PolicyCase[] {
  return [
    simple(`${rule}-read`, read, providerDenied("reading", name), rows),
    simple(`${rule}-write`, write, providerDenied("writing", name), "="),
  ];
}

export const CASES: PolicyCase[] = [
  ...identifiers("imei", "getImei", "getImeiForSlot"),
  ...identifiers("meid", "getMeid", "getMeidForSlot"),
  ...identifiers("device-id", "getDeviceId", "getDeviceId"),
  ...identifiers("imsi", "getSubscriberId", "getSubscriberIdForSubscriber"),
  ...identifiers("iccid", "getSimSerialNumber", "getIccSerialNumberForSubscriber"),
  { rule: "primary-imei", denied: ["granted", "getPrimaryImei", identifier("getPrimaryImei")] },
  { rule: "nai", denied: ["granted", "getNai", identifier("getNaiForSubscriber")] },
  { rule: "serial", denied: ["granted", "serial", identifier("getSerial")] },
  {
    rule: "serial-old-app-denied",
    denied: ["old", "serial", identifier("getSerial")],
    allowed: ["oldGranted", "serial", "=unknown"],
  },
  { rule: "serial-old-app", denied: ["oldGranted", "serial", "=unknown"] },
  {
    rule: "bluetooth-address-setting",
    denied: ["granted", "setting.bluetooth", security("Settings key: <bluetooth_address> is not readable.")],
    allowed: ["bare", "androidId", "=9f1c0d3ab2e45f67"],
  },
  simple("line1", "getLine1Number", neither("getLine1NumberForDisplay").replace(" has", ""), NUMBER),
  {
    rule: "line1-old-app",
    denied: ["old", "getLine1Number", neither("getLine1NumberForDisplay")],
    allowed: ["oldGranted", "getLine1Number", NUMBER],
  },
  simple("msisdn", "getMsisdn", neither("getMsisdn"), "=null"),
  simple("phone-number-of-subscription", "getPhoneNumber", neither("getPhoneNumber"), NUMBER),
  simple("voicemail-number", "getVoiceMailNumber", neither("getVoiceMailNumber"), "=null"),
  {
    rule: "subscription-number",
    denied: ["coarse", "sub.number", "="],
    allowed: ["granted", "sub.number", NUMBER],
  },
  { rule: "subscription-iccid", denied: ["granted", "sub.iccid", "="] },
  ...["List", "", "ForSimSlotIndex", "Count"].map((suffix) =>
    simple(
      `subscriptions-getActiveSubscriptionInfo${suffix}`,
      `getActiveSubscriptionInfo${suffix}`,
      neither(`getActiveSubscriptionInfo${suffix}`),
      suffix === "Count" ? "=1" : "=China Mobile",
    ),
  ),
  simple("phone-state-getDataNetworkType", "getDataNetworkType", neither("getDataNetworkTypeForSubscriber"), "=13"),
  simple("phone-state-getVoiceNetworkType", "getVoiceNetworkType", neither("getVoiceNetworkTypeForSubscriber"), "=13"),
  simple("phone-state-getNetworkType", "getNetworkType", neither("getNetworkTypeForSubscriber"), "="),
  simple(
    "phone-state-getDeviceSoftwareVersion",
    "getDeviceSoftwareVersion",
    neither("getDeviceSoftwareVersionForSlot"),
    "=",
  ),
  simple("phone-state-getGroupIdLevel1", "getGroupIdLevel1", neither("getGroupIdLevel1ForSubscriber"), "="),
  simple("service-state-location", "getServiceState", neither("getServiceStateForSubscriber"), "={mVoiceRegState"),
  { rule: "cells", denied: ["coarse", "getAllCellInfo", NO_CELLS], allowed: ["granted", "getAllCellInfo", "=1"] },
  {
    rule: "cells-while-in-use",
    denied: ["granted.background", "getAllCellInfo", "=0"],
    allowed: ["granted", "getAllCellInfo", "=1"],
  },
  {
    rule: "cell-location",
    denied: ["coarse", "getCellLocation", security("Not allowed to access cell location")],
    allowed: ["granted", "getCellLocation", "=[4301,27447297"],
  },
  {
    rule: "cell-location-while-in-use",
    denied: ["off", "getCellLocation", "=null"],
    allowed: ["granted", "getCellLocation", "=[4301,27447297"],
  },
  {
    rule: "cell-update",
    denied: ["coarse", "requestCellInfoUpdate", NO_CELLS],
    allowed: ["granted", "later.cellUpdates", "=1"],
  },
  {
    rule: "cell-update-while-in-use",
    denied: ["off", "later.cellUpdates", "=0"],
    allowed: ["granted", "later.cellUpdates", "=1"],
  },
  simple("cell-listener", "listen.cell", NO_LISTENING, "=listening"),
  simple("cell-callback", "cell.callback", NO_LISTENING, "=listening"),
  ...(["last-location", "last-location-any"] as const).flatMap((rule): PolicyCase[] => {
    const call = rule === "last-location" ? "loc.last" : "loc.lastAny";
    return [
      simple(rule, call, NO_LOCATION, HERE),
      { rule: `${rule}-location-on`, denied: ["off", call, "=null"], allowed: ["granted", call, HERE] },
      { rule: `${rule}-while-in-use`, denied: ["granted.background", call, "=null"], allowed: ["granted", call, HERE] },
      { rule: `${rule}-approximate`, denied: ["coarse", call, ROUGHLY], allowed: ["granted", call, HERE] },
    ];
  }),
  simple("current-location", "loc.current", NO_LOCATION, "=asked"),
  simple("location-updates", "loc.updates", NO_LOCATION, "=registered"),
  simple("single-update", "loc.single", NO_LOCATION, "=registered"),
  {
    rule: "gnss-status",
    denied: ["coarse", "loc.gnssStatus", NO_FINE],
    allowed: ["granted", "loc.gnssStatus", "=true"],
  },
  {
    rule: "gps-status",
    denied: ["coarse", "loc.gpsStatus", NO_FINE],
    allowed: ["granted", "loc.gpsStatus", "!java.lang.UnsupportedOperationException"],
  },
  { rule: "nmea", denied: ["coarse", "loc.nmea", NO_FINE], allowed: ["granted", "loc.nmea", "=true"] },
  {
    rule: "gnss-measurements",
    denied: ["coarse", "loc.measurements", NO_FINE],
    allowed: ["granted", "loc.measurements", "=true"],
  },
  {
    rule: "gnss-navigation",
    denied: ["coarse", "loc.navigation", NO_FINE],
    allowed: ["granted", "loc.navigation", "=true"],
  },
  { rule: "gnss-antenna", denied: ["coarse", "loc.antenna", NO_FINE], allowed: ["granted", "loc.antenna", "=true"] },
  {
    rule: "wifi-state-getConnectionInfo",
    denied: ["bare", "wifi.ssid", WIFI],
    allowed: ["installed", "wifi.ssid", "=<unknown ssid>"],
  },
  { rule: "wifi-state-getScanResults", denied: ["bare", "wifi.scan", WIFI], allowed: ["installed", "wifi.scan", "=0"] },
  {
    rule: "wifi-state-getConfiguredNetworks",
    denied: ["bare", "wifi.configured", WIFI],
    allowed: ["installed", "wifi.configured", "=0"],
  },
  { rule: "wifi-state-getDhcpInfo", denied: ["bare", "wifi.dhcp", WIFI], allowed: ["installed", "wifi.dhcp", "=true"] },
  {
    rule: "wifi-change-startScan",
    denied: ["bare", "wifi.startScan", WIFI],
    allowed: ["installed", "wifi.startScan", "=false"],
  },
  {
    rule: "wifi-connection-location",
    denied: ["coarse", "wifi.bssid", MASKED],
    allowed: ["granted", "wifi.bssid", "=00:11:22:33:44:55"],
  },
  { rule: "wifi-connection-mac", denied: ["granted", "wifi.mac", MASKED] },
  { rule: "wifi-scan-results", denied: ["off", "wifi.scan", "=0"], allowed: ["granted", "wifi.scan", "=1"] },
  {
    rule: "wifi-start-scan",
    denied: ["off", "wifi.startScan", "=false"],
    allowed: ["granted", "wifi.startScan", "=true"],
  },
  { rule: "wifi-configured", denied: ["granted", "wifi.configured", "=0"] },
  {
    rule: "wifi-configured-old-app",
    denied: ["old", "wifi.configured", "=0"],
    allowed: ["oldGranted", "wifi.configured", "=1"],
  },
  { rule: "wifi-factory-mac", denied: ["granted", "wifi.factory", WIFI] },
  ...(
    [
      ["getActiveNetwork", "net.active"],
      ["getActiveNetworkInfo", "net.info"],
      ["getNetworkCapabilities", "net.capabilities"],
      ["getLinkProperties", "net.link"],
      ["getAllNetworks", "net.all"],
    ] as const
  ).map(([method, call]): PolicyCase => ({
    rule: `network-state-${method}`,
    denied: ["bare", call, NETWORK],
    allowed: ["installed", call, "=true"],
  })),
  { rule: "network-capabilities-location", denied: ["granted", "wifi.capabilities", "=<unknown ssid>"] },
  { rule: "network-capabilities-mac", denied: ["granted", "wifi.capabilities.mac", MASKED] },
  ...(
    [
      ["bt-address", "bt.address", "CONNECT", MASKED],
      ["bt-name", "bt.name", "CONNECT", "=Pixel 7"],
      ["bt-bonded", "bt.bonded", "CONNECT", "=0"],
      ["bt-device-name", "bt.device", "CONNECT", "="],
      ["bt-device-alias", "bt.alias", "CONNECT", "="],
      ["bt-connect-gatt", "bt.gatt", "CONNECT", "=true"],
      ["bt-discovery", "bt.discovery", "SCAN", "=true"],
      ["bt-le-scan", "bt.leScan", "SCAN", "=true"],
      ["ble-scan", "ble.scan", "SCAN", "=scanning"],
    ] as const
  ).flatMap(([rule, call, permission, value]): PolicyCase[] => [
    simple(rule, call, bluetooth(`BLUETOOTH_${permission}`), value),
    {
      rule: `${rule}-old-app`,
      denied: ["old", call, security("Need BLUETOOTH")],
      allowed: ["oldGranted", call, value],
    },
  ]),
  { rule: "bt-address-masked", denied: ["granted", "bt.address", MASKED] },
  ...provider("contacts", "contacts.ContactsProvider2", "contacts", "=[2,Bob;1,Alice]", "contacts.write"),
  ...provider("call-log", "contacts.CallLogProvider", "calls", "=[+861395550001]", "calls.write"),
  ...provider("calendar", "calendar.CalendarProvider2", "calendar", "=[Dentist]", "calendar.write"),
  simple("sms-read", "sms", providerDenied("reading", "telephony.SmsProvider"), "=[10086,code 123456]"),
  simple("mms-read", "mms", providerDenied("reading", "telephony.MmsProvider"), "=[hello]"),
  simple("mms-sms-read", "mmssms", providerDenied("reading", "telephony.MmsSmsProvider"), "=[code 123456]"),
  { rule: "sms-write", denied: ["granted", "sms.write", "=0"] },
  { rule: "mms-write", denied: ["granted", "mms.write", "=0"] },
  { rule: "mms-sms-write", denied: ["granted", "mmssms.write", "=0"] },
  simple("media-images", "photos", "=[]", "=[IMG_1.jpg]"),
  simple("media-video", "videos", "=[]", "=[2]"),
  simple("media-audio", "audio", "=[]", "=[3]"),
  simple("media-files", "files", "=[]", "=[IMG_1.jpg"),
  { rule: "media-old-app", denied: ["old", "photos", "=[]"], allowed: ["oldGranted", "photos", "=[IMG_1.jpg]"] },
  simple("accounts-getAccounts", "accounts", "=0", "=1"),
  simple("accounts-getAccountsByType", "accounts.type", "=0", "=1"),
  {
    rule: "accounts-getAccounts-old-app",
    denied: ["old", "accounts", "=0"],
    allowed: ["oldGranted", "accounts", "=1"],
  },
  {
    rule: "accounts-getAccountsByType-old-app",
    denied: ["old", "accounts.type", "=0"],
    allowed: ["oldGranted", "accounts.type", "=1"],
  },
  ...(
    [
      ["getPrimaryClip", "clip", "!java.lang.NullPointerException", "=secret 123456"],
      ["getPrimaryClipDescription", "clip.description", "=false", "=true"],
      ["getText", "clip.text", "=null", "=secret 123456"],
      ["hasPrimaryClip", "clip.has", "=false", "=true"],
      ["hasText", "clip.hasText", "=false", "=true"],
    ] as const
  ).map(([method, call, without, value]): PolicyCase => ({
    rule: `clipboard-${method}`,
    denied: ["installed.background", call, without],
    allowed: ["installed", call, value],
  })),
  ...(
    [
      ["getInstalledPackages", "pm.packages", "=com.seen.byname", "=com.other.app com.seen.byname"],
      ["getInstalledPackages", "pm.packages.flags", "=com.seen.byname", "=com.other.app com.seen.byname"],
      ["getInstalledApplications", "pm.applications", "=com.seen.byname", "=com.other.app com.seen.byname"],
      ["getInstalledApplications", "pm.applications.flags", "=com.seen.byname", "=com.other.app com.seen.byname"],
      ["queryIntentActivities", "pm.query", "=2", "=3"],
      ["queryIntentActivities", "pm.query.flags", "=2", "=3"],
      ["queryIntentServices", "pm.services", "=1", "=2"],
      ["queryBroadcastReceivers", "pm.receivers", "=1", "=2"],
      ["queryIntentContentProviders", "pm.providers", "=1", "=2"],
      ["getPackagesHoldingPermissions", "pm.permissions", "=2", "=3"],
      ["getPackageInfo", "pm.info.hidden", hidden, "=com.other.app"],
      ["getPackageInfo", "pm.info.flags.hidden", hidden, "=com.other.app"],
      ["getApplicationInfo", "pm.appinfo.hidden", hidden, "=com.other.app"],
      ["getLaunchIntentForPackage", "pm.launch.hidden", "=null", "=Intent { act=android.intent.action.MAIN"],
      ["resolveActivity", "pm.resolve.hidden", "=null", "=ResolveInfo{"],
      ["resolveService", "pm.service.hidden", "=null", "=ResolveInfo{"],
      ["getPackagesForUid", "pm.uid.hidden", "=null", "=[com.other.app]"],
      ["getPackageUid", "pm.uidOf.hidden", hidden, "=10100"],
      ["getInstallSourceInfo", "pm.source.hidden", hidden, "=com.android.vending"],
      ["getActivityList", "list.launcher", "=com.seen.byname Seen;", "=com.other.app Other;com.seen.byname Seen;"],
      ["getInstalledProviders", "list.widgets", "=1", "=2"],
      ["getInputMethodList", "list.keyboards", "=2", "=3"],
      ["getEnabledInputMethodList", "list.keyboards.enabled", "=2", "=3"],
      ["getInstalledAccessibilityServiceList", "list.accessibility", "=1", "=2"],
    ] as const
  ).map(([method, call, without, value]): PolicyCase => ({
    rule: `visibility-${method}`,
    denied: ["granted", call, without],
    allowed: ["off", call, value],
  })),
  {
    rule: "component-state",
    denied: ["granted", "pm.enable.hidden", security("Attempt to change component state; pid=")],
    allowed: ["granted", "pm.enable.own", "=changed"],
  },
  { rule: "own-getRunningAppProcesses", denied: ["granted", "am.processes", "=1"] },
  { rule: "own-getRunningTasks", denied: ["granted", "am.tasks", "=0"] },
  { rule: "own-getRecentTasks", denied: ["granted", "am.recent", "=0"] },
  { rule: "own-getRunningServices", denied: ["granted", "am.services", "=0"] },
  { rule: "usage-queryUsageStats", denied: ["granted", "usage.stats", "=0"] },
  { rule: "usage-queryEvents", denied: ["granted", "usage.events", "=false"] },
  { rule: "usage-queryAndAggregateUsageStats", denied: ["granted", "usage.aggregate", "=0"] },
  { rule: "usage-queryConfigurations", denied: ["granted", "usage.configurations", "=0"] },
  { rule: "usage-queryEventStats", denied: ["granted", "usage.eventStats", "=0"] },
  simple("camera-open", "camera.open", CAMERA, "=opened"),
  {
    rule: "camera-open-while-in-use",
    denied: ["granted.background", "camera.open.default", CAMERA],
    allowed: ["granted", "camera.open.default", "=opened"],
  },
  simple("camera2-open", "camera2.open", security("validateClientPermissionsLocked:1165: Caller"), "=opening"),
  {
    rule: "camera2-open-while-in-use",
    denied: ["granted.background", "camera2.open", "!android.hardware.camera2.CameraAccessException"],
    allowed: ["granted", "camera2.open", "=opening"],
  },
  simple("audio-record-state", "mic.state", "=0", "=1"),
  simple("audio-record-start", "mic.record", "!java.lang.IllegalStateException: startRecording()", "=state 1"),
  simple("media-recorder-audio", "mic.recorder", "!java.lang.RuntimeException: setAudioSource failed.", "=set"),
  simple("sensor-steps", "sensor.steps", "=false", "=true"),
  simple("sensor-body", "sensor.heart", "=false", "=true"),
  {
    rule: "sensor-background",
    denied: ["granted.background", "sensor.accelerometer", "=false"],
    allowed: ["installed", "sensor.accelerometer", "=true"],
  },
  simple("sms-sendTextMessage", "sms.send", neither("Sending SMS message"), "=sent"),
  simple("sms-sendMultipartTextMessage", "sms.sendMultipart", neither("Sending SMS message"), "=sent"),
  simple("sms-sendDataMessage", "sms.sendData", neither("Sending SMS message"), "=sent"),
  {
    rule: "file-mac-address",
    denied: ["granted", "file./sys/class/net/wlan0/address", closed("/sys/class/net/wlan0/address")],
  },
  { rule: "file-proc-net", denied: ["granted", "file./proc/net/arp", closed("/proc/net/arp")] },
  { rule: "file-build-properties", denied: ["granted", "file./system/build.prop", closed("/system/build.prop")] },
  {
    rule: "file-serial-number",
    denied: ["granted", "file./sys/devices/soc0/serial_number", closed("/sys/devices/soc0/serial_number")],
  },
  {
    rule: "file-proc-global",
    denied: ["granted", "file./proc/version", closed("/proc/version")],
    allowed: ["bare", "file./proc/cpuinfo", "=processor\t: 0"],
  },
  {
    rule: "file-package-database",
    denied: ["granted", "file./data/system/packages.xml", closed("/data/system/packages.xml")],
  },
  {
    rule: "shell-settings",
    denied: ["granted", "exec.settings get secure android_id", "=|Security exception: You either need MANAGE_USERS"],
    allowed: ["bare", "exec.getprop ro.product.model", "=Pixel 7/||0"],
  },
  { rule: "shell-dumpsys", denied: ["granted", "exec.dumpsys battery", "=Permission Denial: can't dump battery from"] },
  {
    rule: "shell-content",
    denied: [
      "granted",
      "exec.content query --uri content://contacts/people",
      "=|Error while accessing provider/java.lang.SecurityException",
    ],
  },
  {
    rule: "shell-ip-interfaces",
    denied: ["granted", "exec.ip link show wlan0", "=|Cannot bind netlink socket: Permission denied/|1"],
    allowed: ["oldGranted", "exec.ip addr", "=1: lo: <LOOPBACK,UP,LOWER_UP>"],
  },
  {
    rule: "shell-ip-neighbours",
    denied: ["granted", "exec.ip neigh", "=|Cannot send dump request: Permission denied/|1"],
    allowed: ["oldGranted", "exec.ip neigh", "=192.168.1.1 dev wlan0 lladdr 00:11:22:33:44:55 REACHABLE/||0"],
  },
  {
    rule: "shell-ifconfig",
    denied: ["oldGranted", "exec.ifconfig", "=|ifconfig: /proc/net/dev: Permission denied/|1"],
  },
  {
    rule: "shell-netstat",
    denied: ["oldGranted", "exec.netstat -n", "=|netstat: /proc/net/tcp: Permission denied/|1"],
  },
  { rule: "user-dictionary", denied: ["granted", "dictionary", "=[]"] },
  {
    rule: "voicemail-read",
    denied: [
      "granted",
      "voicemail",
      security("Permission Denial: reading com.android.providers.contacts.VoicemailContentProvider"),
    ],
  },
  simple("notify", "notify", "=0", "=1"),
  simple("notifications-enabled", "notify.enabled", "=false", "=true"),
];
