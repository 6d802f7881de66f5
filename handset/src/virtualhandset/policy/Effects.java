package virtualhandset.policy;

import android.hardware.camera2.CameraAccessException;
import android.net.Uri;
import android.os.Process;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import virtualhandset.HiddenFrames;

/** What a denied call comes to: Android's exception, or the empty or masked answer Android gives. */
final class Effects {
  private Effects() {}

  /** Returns the masked answer as a {@code returns}, or throws what the rule says. */
  static Object deny(Rule rule, String method, Class<?> returns, PhoneState phone) throws Exception {
    Map<String, Object> effect = rule.effect();
    if (effect.get("throw") instanceof String name) throw exception(name, message(rule, method, null, phone));
    return answer(effect.get("value"), returns);
  }

  /** A content provider is denied by an exception only. */
  static void denyProvider(Rule rule, String method, Uri uri, PhoneState phone) {
    throw HiddenFrames.hide(new SecurityException(message(rule, method, uri, phone)));
  }

  /** What a refused program says; {@code {name}} is what the rule's pattern caught. */
  static String refusal(Rule rule, String name, PhoneState phone) {
    return message(rule, "", null, phone).replace("{name}", name);
  }

  private static String message(Rule rule, String method, Uri uri, PhoneState phone) {
    return String.valueOf(rule.effect().get("message"))
        .replace("{package}", phone.packageName())
        .replace("{uid}", String.valueOf(Process.myUid()))
        .replace("{pid}", String.valueOf(Process.myPid()))
        .replace("{method}", method)
        .replace("{uri}", String.valueOf(uri));
  }

  private static Exception exception(String name, String message) {
    Exception made;
    if (name.equals(SecurityException.class.getName())) made = new SecurityException(message);
    else if (name.equals(IllegalStateException.class.getName())) made = new IllegalStateException(message);
    else if (name.equals(RuntimeException.class.getName())) made = new RuntimeException(message);
    else if (name.equals(CameraAccessException.class.getName())) {
      made = new CameraAccessException(CameraAccessException.CAMERA_DISABLED, message);
    } else throw new IllegalArgumentException("policy names an exception it cannot throw: " + name);
    return HiddenFrames.hide(made);
  }

  /** {@code empty} fits itself to the type; anything else is the constant itself. */
  static Object answer(Object value, Class<?> returns) throws ReflectiveOperationException {
    if (value == null || returns == void.class) return null;
    if (value instanceof Number number) {
      if (returns == int.class) return number.intValue();
      return returns == long.class ? (Object) number.longValue() : (Object) number;
    }
    if (!value.equals("empty")) return value;
    if (returns.isArray()) return Array.newInstance(returns.getComponentType(), 0);
    if (returns.isAssignableFrom(ArrayList.class) || List.class.isAssignableFrom(returns)) return new ArrayList<>();
    if (Set.class.isAssignableFrom(returns)) return new HashSet<>();
    if (returns == String.class || returns == CharSequence.class) return "";
    if (Map.class.isAssignableFrom(returns)) return new HashMap<>();
    Constructor<?> none = returns.getDeclaredConstructor();
    none.setAccessible(true);
    return none.newInstance();
  }
}
