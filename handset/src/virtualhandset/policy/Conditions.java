package virtualhandset.policy;

import android.content.ComponentName;
import android.hardware.Sensor;
import android.telephony.TelephonyCallback;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Whether a rule concerns a call, and whether the app has what the rule asks for. */
final class Conditions {
  static final String FINE_LOCATION = "android.permission.ACCESS_FINE_LOCATION";
  static final String COARSE_LOCATION = "android.permission.ACCESS_COARSE_LOCATION";
  static final String BACKGROUND_LOCATION = "android.permission.ACCESS_BACKGROUND_LOCATION";

  /** Compiled {@code argument} patterns; as many as the policy file has. */
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private Conditions() {}

  /** Target SDK in range, and the rule's {@code argument} (if any) is among the call's arguments. */
  static boolean applies(Rule rule, PhoneState phone, Object[] arguments, boolean isStatic) {
    if (rule.minTarget() != null && phone.targetSdk() < rule.minTarget().intValue()) return false;
    if (rule.maxTarget() != null && phone.targetSdk() > rule.maxTarget().intValue()) return false;
    if (rule.argument() == null) return true;
    Pattern pattern = PATTERNS.computeIfAbsent(
        rule.argument(), text -> Pattern.compile(text.replace("{package}", Pattern.quote(phone.packageName()))));
    for (int i = isStatic ? 0 : 1; i < arguments.length; i++) {
      if (isPlain(arguments[i]) && pattern.matcher(Arguments.text(arguments[i])).matches()) return true;
    }
    return false;
  }

  /** The app's own objects are not asked for their text: that would run its code. */
  private static boolean isPlain(Object argument) {
    return argument instanceof String
        || argument instanceof Integer
        || argument instanceof ComponentName
        || argument instanceof Sensor
        || argument instanceof TelephonyCallback;
  }

  static boolean met(Rule rule, PhoneState phone) {
    if (rule.privileged()) return false;
    for (String permission : rule.all()) if (!phone.granted(permission)) return false;
    if (!rule.any().isEmpty() && rule.any().stream().noneMatch(phone::granted)) return false;
    if (rule.appOp() != null) return false;
    if (rule.focus() && !phone.focused()) return false;
    if (rule.inUse() && !phone.inUse() && !phone.granted(BACKGROUND_LOCATION)) return false;
    return !rule.locationOn() || phone.locationOn();
  }
}
