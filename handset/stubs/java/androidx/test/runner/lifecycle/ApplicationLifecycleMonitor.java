package androidx.test.runner.lifecycle;

/** Hears of the Application's start; nothing here listens to it. */
public interface ApplicationLifecycleMonitor {}
