package io.consentry.agent;

/** Takes one stack apart: which frames are the platform's, which are noise of a simulated one, and how it is written. */
final class Frames {
  private static final int MAX_NAME = 512;
  private static final String SIMULATION_METHOD = "$$robo$$";

  private static final String SIMULATION = "org.robolectric.";
  private static final String OURS = "io.consentry.agent.";
  private static final String SHARED_LIBRARY = "com.google.common.";

  private static final String[] PLATFORM = {
    "java.", "javax.", "android.", "com.android.", "androidx.test.", "dalvik.", "libcore.", "sun.", "jdk.", "com.sun.",
    "org.robolectric.", "virtualhandset.", "io.consentry.agent.",
  };

  /** Libraries that apps bundle under the platform's own name. */
  private static final String[] BUNDLED = {
    "com.android.volley.", "com.android.installreferrer.", "com.android.billingclient.", "com.android.vending.",
    "com.android.dingtalk.",
  };

  /** Frames that only exist because the platform is simulated, or because of how the machine calls. */
  private static final String[] NOISE = {
    "org.robolectric.", "virtualhandset.", "io.consentry.agent.", "java.lang.invoke.", "jdk.internal.reflect.", "sun.reflect.",
  };

  private Frames() {}

  private static boolean startsWithAny(String name, String[] prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlatformName(String className) {
    return startsWithAny(className, PLATFORM) && !startsWithAny(className, BUNDLED);
  }

  /** True for a class of the app or of a library in it. */
  static boolean isApp(String className) {
    return !isPlatformName(className) && !className.startsWith(SHARED_LIBRARY) && !className.startsWith("[");
  }

  private static boolean isPlatform(StackTraceElement[] elements, int i) {
    return isPlatformName(elements[i].getClassName()) || isSimulationsLibrary(elements, i);
  }

  /** The simulation uses a library that apps use, too: such a frame is the simulation's where the simulation called it. */
  private static boolean isSimulationsLibrary(StackTraceElement[] elements, int i) {
    return elements[i].getClassName().startsWith(SHARED_LIBRARY)
        && i + 1 < elements.length
        && elements[i + 1].getClassName().startsWith(SIMULATION);
  }

  /** Index of the topmost frame that is not the platform's; -1 when there is none, or when the machine loads a class for it. */
  static int firstApp(StackTraceElement[] elements) {
    for (int i = 0; i < elements.length; i++) {
      if (!isPlatform(elements, i)) {
        return i;
      }
      if (loadsClass(elements[i])) {
        return -1;
      }
    }
    return -1;
  }

  /**
   * {@code class#member} of the app's member that was called last, where the platform called it; empty where it is one that the
   * machine shows no frame of, as of a lambda's class; null where the app called it.
   */
  static String calledBack(StackTraceElement[] elements) {
    int at = 0;
    while (at < elements.length && elements[at].getClassName().startsWith(OURS)) {
      at++;
    }
    if (at + 1 >= elements.length || isPlatform(elements, at)) {
      return "";
    }
    return isPlatform(elements, at + 1) ? elements[at].getClassName() + "#" + elements[at].getMethodName() : null;
  }

  /** What a loader opens and reads to find a class, a library or a resource is nobody's read. */
  private static boolean loadsClass(StackTraceElement element) {
    String method = element.getMethodName();
    return element.getClassName().endsWith("ClassLoader")
        && (method.equals("loadClass") || method.startsWith("find") || method.startsWith("getResource"));
  }

  /** Reflection is kept where the app itself reflects, since it tells the door; elsewhere it is noise. */
  private static boolean isNoise(StackTraceElement[] elements, int i) {
    String name = elements[i].getClassName();
    if (startsWithAny(name, NOISE) || isSimulationsLibrary(elements, i)) {
      return true;
    }
    return name.equals("java.lang.reflect.Method") && (i + 1 >= elements.length || isPlatform(elements, i + 1));
  }

  private static String plainMethod(StackTraceElement element) {
    String method = element.getMethodName();
    if (!method.startsWith(SIMULATION_METHOD)) {
      return method;
    }
    String rest = method.substring(SIMULATION_METHOD.length());
    String owner = element.getClassName().replace('.', '_');
    if (rest.startsWith(owner + "$")) {
      return rest.substring(owner.length() + 1);
    }
    owner = owner.replace('$', '_');
    return rest.startsWith(owner + "$") ? rest.substring(owner.length() + 1) : rest.substring(rest.indexOf('$') + 1);
  }

  /** {@code {"id":1,"frames":[["class","method","file",line],..],"cut":false}}; all names are the app's, so escaped. */
  static String toJson(int id, StackTraceElement[] elements, int most) {
    StringBuilder json = new StringBuilder(2048).append("{\"id\":").append(id).append(",\"frames\":[");
    int count = 0;
    boolean cut = false;
    String previous = null;
    int previousStart = 0;
    for (int i = 0; i < elements.length; i++) {
      StackTraceElement element = elements[i];
      if (isNoise(elements, i)) {
        continue;
      }
      String method = plainMethod(element);
      String key = element.getClassName() + "#" + method;
      boolean simulated = !method.equals(element.getMethodName());
      if (key.equals(previous) && (simulated || elements[i - 1].getMethodName().startsWith(SIMULATION_METHOD))) {
        // A simulated platform method appears twice, as itself and as its body: one frame, with the body's line.
        if (element.getLineNumber() < 0 || !simulated) {
          continue;
        }
        json.setLength(previousStart);
        count--;
      }
      if (count == most) {
        cut = true;
        break;
      }
      previousStart = json.length();
      if (count > 0) {
        json.append(',');
      }
      json.append('[');
      string(json, element.getClassName());
      json.append(',');
      string(json, method);
      json.append(',');
      string(json, element.getFileName() == null ? "" : element.getFileName());
      json.append(',').append(element.getLineNumber()).append(']');
      previous = key;
      count++;
    }
    return json.append("],\"cut\":").append(cut).append('}').toString();
  }

  private static void string(StringBuilder json, String text) {
    json.append('"');
    int end = Math.min(text.length(), MAX_NAME);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20 || c > 0x7e) {
        boolean lone = Character.isSurrogate(c)
            && !(Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1)))
            && !(Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1)));
        json.append(String.format("\\u%04x", lone ? 0xfffd : (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
