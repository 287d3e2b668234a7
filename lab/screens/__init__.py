"""Pictures of the app and of a report, drawn from what they show on an emulated machine."""
