package org.example.probe;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

public class ProbeReceiver extends BroadcastReceiver {
  @Override
  public void onReceive(Context context, Intent intent) {
    MainActivity.note("received " + intent.getAction() + " " + intent.getStringExtra("word"));
  }
}
