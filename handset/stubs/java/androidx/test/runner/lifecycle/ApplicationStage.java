package androidx.test.runner.lifecycle;

/** Stages of the Application's start that the framework simulation reports. */
public enum ApplicationStage {
  PRE_ON_CREATE,
  CREATED
}
