package androidx.test.runner.lifecycle;

/** Stages of an activity's life that the framework simulation reports. */
public enum Stage {
  PRE_ON_CREATE,
  CREATED,
  STARTED,
  RESUMED,
  PAUSED,
  STOPPED,
  RESTARTED,
  DESTROYED
}
