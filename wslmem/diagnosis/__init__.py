"""Exit status + output + kernel evidence -> verdict. Claims nothing without a witness. No effects."""
