package com.pushlite.sdk;

import org.smallparts.NoRows;

/** Is created with the process and waits: the SDK starts when the app says that there is consent. */
public final class PushLiteProvider extends NoRows {}
