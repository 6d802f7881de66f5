package virtualhandset;

/** Tag of a view that belongs to the system and not to the app: the resource id that the page source shows. */
record SystemViewId(String resourceId) {}
