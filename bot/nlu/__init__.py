"""What `rasa train` plugs in: importer, featurizer, classifiers."""
