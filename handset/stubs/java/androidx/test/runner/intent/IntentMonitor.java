package androidx.test.runner.intent;

/** Hears of intents that are sent; nothing here listens to it. */
public interface IntentMonitor {}
