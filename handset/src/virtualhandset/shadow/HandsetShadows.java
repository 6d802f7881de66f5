package virtualhandset.shadow;

/** The framework classes whose simulation this phone replaces. */
public final class HandsetShadows {
  public static final Class<?>[] CLASSES = {
    ShadowHandsetContext.class, ShadowHandsetProcess.class, ShadowHandsetClock.class, ShadowHandsetUsers.class,
    ShadowHandsetContentResolver.class, ShadowHandsetBinderProxy.class, ShadowHandsetServiceManager.class,
    ShadowHandsetLauncherApps.class
  };

  private HandsetShadows() {}
}
