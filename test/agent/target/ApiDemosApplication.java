package io.appium.android.apis;

import android.app.Application;

/** The application that the borrowed APK's manifest names; its code is not part of the target. */
public class ApiDemosApplication extends Application {}
