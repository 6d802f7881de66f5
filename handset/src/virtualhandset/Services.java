package virtualhandset;

import android.app.Application;
import android.app.Service;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.ServiceConnection;
import android.content.pm.PackageManager;
import android.content.pm.ResolveInfo;
import android.content.pm.ServiceInfo;
import android.os.Handler;
import android.os.IBinder;
import android.os.Looper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.robolectric.Robolectric;
import org.robolectric.android.controller.ServiceController;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowService;
import virtualhandset.policy.Gate;
import virtualhandset.remote.RemoteServices;

/** The app's own services: started, bound, stopped. Other apps' services are remote: what binds to them gets a proxy. */
public final class Services {
  private record Binding(ServiceConnection connection, Executor executor) {}

  private static final class Running {
    final ServiceController<? extends Service> controller;
    final ComponentName component;
    final List<Binding> bindings = new ArrayList<>();
    boolean started;
    int lastStartId;
    boolean everBound;
    IBinder binder;

    Running(ServiceController<? extends Service> controller, ComponentName component) {
      this.controller = controller;
      this.component = component;
    }
  }

  private final Map<ComponentName, Running> running = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Queue<Runnable> requests = new ArrayDeque<>();

  Services() {}

  /** As {@code Context.startService}: the name of the service, or null where there is none. */
  public ComponentName start(Context context, Intent intent) {
    ComponentName component = resolve(context, intent);
    if (component == null) return null;
    if (isForeign(component)) return component;
    Intent copy = new Intent(intent).setComponent(component);
    enqueue(
        () -> {
          Running service = create(component, copy);
          service.started = true;
          service.controller.get().onStartCommand(copy, 0, ++service.lastStartId);
        });
    return component;
  }

  /** As {@code Context.stopService}. */
  public boolean stop(Context context, Intent intent) {
    ComponentName component = resolve(context, intent);
    if (component == null || !running.containsKey(component)) return false;
    enqueue(
        () -> {
          Running service = running.get(component);
          if (service != null) service.started = false;
        });
    return true;
  }

  /** As {@code Context.bindService}; callbacks run on {@code executor}, or on the main thread when it is null. */
  public boolean bind(Context context, Intent intent, Executor executor, ServiceConnection connection) {
    ComponentName component = resolve(context, intent);
    if (component == null) return false;
    Binding binding = new Binding(connection, executor);
    if (isForeign(component)) {
      IBinder remote = RemoteServices.bind(component);
      if (remote == null) return false;
      new Handler(Looper.getMainLooper())
          .post(() -> deliver(binding, () -> connection.onServiceConnected(component, remote)));
      return true;
    }
    Intent copy = new Intent(intent).setComponent(component);
    enqueue(() -> bindNow(component, copy, binding));
    return true;
  }

  private void bindNow(ComponentName component, Intent intent, Binding binding) {
    Running service = create(component, intent);
    if (!service.everBound) {
      service.binder = service.controller.get().onBind(intent);
      service.everBound = true;
    }
    service.bindings.add(binding);
    deliver(
        binding,
        () -> {
          if (service.binder == null) binding.connection().onNullBinding(component);
          else binding.connection().onServiceConnected(component, service.binder);
        });
  }

  /** As {@code Context.unbindService}. */
  public void unbind(ServiceConnection connection) {
    enqueue(
        () -> {
          for (Running service : List.copyOf(running.values())) {
            service.bindings.removeIf(binding -> binding.connection() == connection);
          }
        });
  }

  private static void deliver(Binding binding, Runnable callback) {
    if (binding.executor() == null) callback.run();
    else binding.executor().execute(callback);
  }

  private void enqueue(Runnable request) {
    synchronized (requests) {
      requests.add(request);
    }
    HandsetProcess.instance().wake();
  }

  /** Does what was asked for and destroys what nobody needs; true when anything changed. Main thread only. */
  boolean settle() {
    boolean changed = false;
    while (true) {
      Runnable request;
      synchronized (requests) {
        request = requests.poll();
      }
      if (request == null) break;
      request.run();
      changed = true;
    }
    for (Running service : List.copyOf(running.values())) {
      ShadowService shadow = Shadow.extract(service.controller.get());
      if (shadow.isStoppedBySelf()) service.started = false;
      if (service.started || !service.bindings.isEmpty()) continue;
      running.remove(service.component);
      if (service.everBound) service.controller.get().onUnbind(service.controller.getIntent());
      service.controller.destroy();
      changed = true;
    }
    return changed;
  }

  /** Names of the services that run. */
  List<String> names() {
    synchronized (running) {
      return running.keySet().stream().map(ComponentName::getClassName).toList();
    }
  }

  private Running create(ComponentName component, Intent intent) {
    Running existing = running.get(component);
    if (existing != null) return existing;
    Class<? extends Service> type;
    try {
      type = Class.forName(component.getClassName()).asSubclass(Service.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Unable to instantiate service " + component.getClassName(), e);
    }
    Running service = new Running(Robolectric.buildService(type, intent), component);
    running.put(component, service);
    service.controller.create();
    return service;
  }

  private static boolean isForeign(ComponentName component) {
    return !component.getPackageName().equals(HandsetProcess.instance().packageName());
  }

  /** The service that an intent names by its class, whatever else it says, or that its action and package lead to. */
  private static ComponentName resolve(Context context, Intent intent) {
    Application application = HandsetProcess.instance().application();
    PackageManager packages = (application == null ? context : application).getPackageManager();
    ServiceInfo found;
    if (intent.getComponent() == null) {
      ResolveInfo match = packages.resolveService(intent, 0);
      found = match == null ? null : match.serviceInfo;
    } else {
      try {
        found = packages.getServiceInfo(intent.getComponent(), 0);
      } catch (PackageManager.NameNotFoundException e) {
        return null;
      }
    }
    if (found == null || !Gate.seesPackage(found.packageName)) return null;
    return new ComponentName(found.packageName, found.name);
  }
}
