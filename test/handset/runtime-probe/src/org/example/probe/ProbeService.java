package org.example.probe;

import android.app.Service;
import android.content.Intent;
import android.os.Binder;
import android.os.IBinder;

public class ProbeService extends Service {
  class LocalBinder extends Binder {
    String greeting() {
      return "bound-to-service";
    }
  }

  @Override
  public void onCreate() {
    MainActivity.note("service-create");
  }

  @Override
  public int onStartCommand(Intent intent, int flags, int startId) {
    MainActivity.note("service-start-" + startId);
    return START_NOT_STICKY;
  }

  @Override
  public IBinder onBind(Intent intent) {
    return new LocalBinder();
  }

  @Override
  public void onDestroy() {
    MainActivity.note("service-destroy");
  }
}
