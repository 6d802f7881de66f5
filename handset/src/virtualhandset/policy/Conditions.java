package virtualhandset.policy;

/** Whether a rule concerns a call, and whether the app has what the rule asks for. */
final class Conditions {
  static final String FINE_LOCATION = "android.permission.ACCESS_FINE_LOCATION";
  static final String COARSE_LOCATION = "android.permission.ACCESS_COARSE_LOCATION";
  static final String BACKGROUND_LOCATION = "android.permission.ACCESS_BACKGROUND_LOCATION";

  private Conditions() {}

  /** Target SDK in range, and the rule's {@code argument} (if any) is among the call's arguments. */
  static boolean applies(Rule rule, PhoneState phone, Object[] arguments, boolean isStatic) {
    if (rule.minTarget() != null && phone.targetSdk() < rule.minTarget().intValue()) return false;
    if (rule.maxTarget() != null && phone.targetSdk() > rule.maxTarget().intValue()) return false;
    if (rule.argument() == null) return true;
    for (int i = isStatic ? 0 : 1; i < arguments.length; i++) {
      if (arguments[i] != null && Arguments.text(arguments[i]).matches(rule.argument())) return true;
    }
    return false;
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
