package org.example.probe;

public class HighProvider extends LowProvider {}
