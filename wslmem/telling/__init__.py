"""What both faces say of things, said once: facts as sentences, which a face only lays out."""
