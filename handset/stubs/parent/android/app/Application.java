package android.app;

/**
 * Stands in for the framework's class outside the sandbox, where Robolectric's {@code Config} annotation names it.
 * Inside the sandbox the real one is loaded.
 */
public class Application {}
