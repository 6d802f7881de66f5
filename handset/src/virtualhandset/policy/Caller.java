package virtualhandset.policy;

/** Who made a call: the first frame above the framework decides. */
enum Caller {
  /** The app or a library in it. */
  APP,
  /** The app, but inside another protected call that has already been recorded. */
  APP_NESTED,
  /** The phone itself. */
  PHONE;

  private static final String[] FRAMEWORK = {
    "android.", "com.android.", "java.", "javax.", "jdk.", "sun.", "libcore.", "dalvik.", "org.robolectric.",
  };
  /** The old support library ships inside apps, under a framework name. */
  private static final String SUPPORT_LIBRARY = "android.support.";

  private static final String PHONE_PREFIX = "virtualhandset.";
  private static final String GATE = Gate.class.getName();
  private static final StackWalker STACK = StackWalker.getInstance();

  /** Looks at the calling thread's stack; must be called from {@link Gate}. */
  static Caller ofThisCall() {
    return STACK.walk(frames -> {
      int gates = 0;
      for (StackWalker.StackFrame frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
        String name = frame.getClassName();
        if (name.startsWith(PHONE_PREFIX)) {
          if (name.startsWith("virtualhandset.policy.")) {
            if (name.equals(GATE) && frame.getMethodName().equals("call")) gates++;
            continue;
          }
          // A provider of the phone asks on behalf of whoever queried it.
          if (name.equals("virtualhandset.seed.TableProvider") || name.equals("virtualhandset.seed.SettingsProvider")) continue;
          return PHONE;
        }
        if (!isFramework(name)) return gates > 1 ? APP_NESTED : APP;
      }
      return PHONE;
    });
  }

  private static boolean isFramework(String name) {
    if (name.startsWith(SUPPORT_LIBRARY)) return false;
    for (String prefix : FRAMEWORK) if (name.startsWith(prefix)) return true;
    return false;
  }
}
